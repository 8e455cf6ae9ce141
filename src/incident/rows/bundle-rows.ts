/** Everything that a bundle of one incident holds, as it stands in the rows: nothing is checked, the verifier does that. */
import { z } from 'zod';
import { bytes, type Query } from '../../platform/db/db.ts';
import type { BundleContent } from '../../timeline/bundle/write.ts';
import { readUsage } from '../../timeline/usage.ts';
import { readPinnedPlaybook } from './playbook-row.ts';

const declaration = z.object({
  data: z.object({ playbook: z.string(), compiler: z.number(), practice: z.boolean(), recordKey: z.string() }),
});

/** Null when there is no such incident. All statements must see one snapshot: the caller's transaction says so. */
export async function readBundleRows(query: Query, incident: string): Promise<Omit<BundleContent, 'witness'> | null> {
  const [row] = await query<{ number: number }>('select number from incident where id = $1', [incident]);
  if (row === undefined) return null;
  const entries = await readEntryLines(query, incident);
  return {
    opening: { incident, number: row.number, ...(await readPinned(query, row.number, entries[0]?.header)) },
    register: await readRegister(query),
    entries,
    usage: await readUsage(query, incident),
  };
}

async function readEntryLines(query: Query, incident: string): Promise<BundleContent['entries']> {
  const rows = await query<{ seq: number; header: string; hash: unknown; salt: unknown; body: string | null }>(
    `select entry.seq, entry.header, entry.hash, entry_body.salt, entry_body.body
     from entry left join entry_body using (incident, seq)
     where incident = $1 order by seq`,
    [incident],
  );
  return rows.map(({ seq, header, hash, salt, body }) => ({
    seq,
    header,
    hash: bytes(hash).toString('hex'),
    salt: salt === null ? null : bytes(salt).toString('hex'),
    body,
  }));
}

async function readRegister(query: Query): Promise<BundleContent['register']> {
  const rows = await query<{ number: number; header: string; hash: unknown }>(
    'select number, header, hash from register order by number',
  );
  return rows.map(({ number, header, hash }) => ({ number, header, hash: bytes(hash).toString('hex') }));
}

/** What the first entry pins, and the playbook's text as it is now. */
async function readPinned(query: Query, number: number, first: string | undefined) {
  const read = declaration.safeParse(first === undefined ? undefined : JSON.parse(first));
  if (!read.success) {
    throw new TypeError(`The record of INC-${number} does not begin with a declaration, so no bundle can be made of it.`);
  }
  const { playbook: hash, compiler, practice, recordKey } = read.data.data;
  const pinned = await readPinnedPlaybook(query, hash);
  if (pinned === null) {
    const what = `The playbook ${hash.slice(0, 12)} that drives INC-${number} is not in the database any more`;
    throw new TypeError(`${what}, so no bundle can be made of it.`);
  }
  return { practice, recordKey, playbook: { name: pinned.name, hash, compiler, text: pinned.source } };
}
