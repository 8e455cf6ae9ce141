/** Who was seen using a credential: rows beside the record, bound to it by count and digest in a `usage.recorded` entry. */
import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../platform/canonical.ts';
import type { Query, Write } from '../platform/db/db.ts';

/** One use as its source tells it. Null where the source does not say. */
export type UsageRow = {
  /** When it was, or since when: ISO 8601, UTC. */
  at: string | null;
  /** From where: an address. */
  from: string | null;
  /** As whom: the role, user or principal that was used. */
  as: string | null;
  /** What was done, or is going on. */
  what: string;
  /** The program that says it did it: anybody may claim any name. */
  program: string | null;
};

export const usageLimits = {
  /** Rows of one source that are kept: more is no list for people, and the entry says how many were left out. */
  rows: 1_000,
  /** Of each field: an address, a name, a few words. */
  fieldChars: 256,
} as const;

/** A row as it is stored, in the order it was given. */
export type StoredUsage = { seq: number; place: number; row: string };

/** The first rows as they will be stored: canonical JSON (RFC 8785), fields cut and secrets masked. `cut`: how many more there are. */
export function usageTexts(rows: readonly UsageRow[], redact: (row: Json) => Json): { texts: string[]; cut: number } {
  const kept = rows.slice(0, usageLimits.rows);
  // Masked before it is cut: half a secret is not recognised any more.
  const texts = kept.map((row) => canonicalJson(shortened(redact(row))));
  return { texts, cut: rows.length - kept.length };
}

function shortened(row: Json): Json {
  if (typeof row === 'string') return clipped(row);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row;
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, shortened(value)]));
}

/** Never in the middle of a surrogate pair: half a character has no canonical form. */
function clipped(text: string): string {
  const whole = text.toWellFormed();
  return whole.length <= usageLimits.fieldChars ? whole : `${whole.slice(0, usageLimits.fieldChars - 1).toWellFormed()}…`;
}

/** SHA-256 over each row's UTF-8 bytes followed by a line feed, in order: 64 hex digits. */
export function usageDigest(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text, 'utf8').update('\n');
  return hash.digest('hex');
}

/** Every row of an incident that was not purged, by entry and place. */
export async function readUsage(query: Query, incident: string): Promise<StoredUsage[]> {
  return query<StoredUsage>('select seq, place, "row" from usage_row where incident = $1 order by seq, place', [incident]);
}

/** The rows that entry `seq` binds, in order. */
export async function insertUsage(write: Write, incident: string, seq: number, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return;
  await write(
    `insert into usage_row (incident, seq, place, "row")
     select $1::uuid, $2::int, (place - 1)::int, text from unnest($3::text[]) with ordinality as given (text, place)`,
    [incident, seq, texts],
  );
}
