import type { Json } from '../platform/canonical.ts';
import { instant, type Query } from '../platform/db/db.ts';
import type { SigningKey } from './attestation.ts';
import { openWish } from './inbox-seal.ts';

/** The dedupe key of a command that a wish of this key became. */
export const dedupeOfWish = (surface: string, key: string): string => `${surface}:${key}`;

/** What a person said on `surface` that opened this incident; null where it was opened elsewhere, or so long ago that it is forgotten. */
export async function wishThatDeclared(
  parts: { query: Query; record: SigningKey },
  surface: string,
  incident: string,
): Promise<Json | null> {
  const [row] = await parts.query(
    `select inbox.key, inbox.wish, inbox.at from entry join inbox on entry.dedupe = inbox.surface || ':' || inbox.key
     where entry.incident = $1 and entry.seq = 1 and inbox.surface = $2`,
    [incident, surface],
  );
  if (row === undefined) return null;
  const kept = { key: row.key as string, wish: row.wish as Json, at: instant(row.at) };
  return openWish(parts.record, surface, kept)?.wish ?? null;
}
