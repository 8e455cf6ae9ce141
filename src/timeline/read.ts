import { z } from 'zod';
import type { Query } from '../platform/db/db.ts';
import { type Entry, type EntryName, entryTypes } from './entry.ts';

const header = z.object({ at: z.string(), actor: z.string(), data: z.unknown() });

/** A row that no version of this program wrote. Its own text says which. */
export class UnreadableEntry extends Error {
  override readonly name = 'UnreadableEntry';
}

/** The entries of one incident in order, all of them or those of the types named. */
export async function readEntries<N extends EntryName>(
  query: Query,
  incident: string,
  types: readonly N[] | 'all',
): Promise<Entry[]> {
  const rows = await query<{ seq: number; type: string; header: string; body: string | null }>(
    `select entry.seq, entry.type, entry.header, entry_body.body
     from entry left join entry_body using (incident, seq)
     where incident = $1 and ($2::text[] is null or entry.type = any ($2))
     order by seq`,
    [incident, types === 'all' ? null : types],
  );
  return rows.map((row) => parseEntry(incident, row));
}

function parseEntry(incident: string, row: { seq: number; type: string; header: string; body: string | null }): Entry {
  const type = entryTypes[row.type as EntryName];
  if (type === undefined) throw new UnreadableEntry(`Entry ${row.seq} of ${incident} has the unknown type "${row.type}".`);
  try {
    const { at, actor, data } = header.parse(JSON.parse(row.header));
    const body = row.body === null || type.body === null ? null : type.body.parse(JSON.parse(row.body));
    return { incident, seq: row.seq, at, actor, type: type.name, data: type.data.parse(data), body } as Entry;
  } catch (cause) {
    throw new UnreadableEntry(`Entry ${row.seq} of ${incident} (${row.type}) does not have the shape of its type.`, { cause });
  }
}
