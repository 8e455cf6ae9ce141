import { randomBytes } from 'node:crypto';
import type { Write } from '../platform/db/db.ts';
import { type Movement, nextLink, type Position, saltBytes } from './chain.ts';
import type { EntryDraft } from './entry.ts';
import { insertUsage } from './usage.ts';

/** `usage`: rows that this entry binds by count and digest. */
export type Addition = { draft: EntryDraft; movement: Movement | null; usage?: readonly string[] };

const unsalted = Buffer.alloc(0);

/**
 * Appends entries behind `position` and returns the new one; the caller holds the incident's row lock.
 * The first entry carries the dedupe key itself, the others the key with their place in front: no two keys then collide.
 */
export async function append(
  write: Write,
  position: Position,
  additions: Addition[],
  context: { at: Date; actor: string; dedupe: string },
): Promise<Position> {
  let current = position;
  const links = additions.map((addition, place) => {
    const dedupe = place === 0 ? context.dedupe : `${place}#${context.dedupe}`;
    const salt = addition.draft.body === null ? unsalted : randomBytes(saltBytes);
    const link = nextLink(current, { ...addition, at: context.at, actor: context.actor, dedupe }, salt);
    current = { incident: position.incident, seq: link.seq, head: link.hash };
    return link;
  });
  if (links.length === 0) return position;
  const bodies = links.flatMap((link) => (link.body === null ? [] : [{ seq: link.seq, ...link.body }]));
  await write(
    `with written as (
       insert into entry_body (incident, seq, salt, body)
       select $1::uuid, seq, decode(salt, 'hex'), body
       from unnest($8::int[], $9::text[], $10::text[]) as written (seq, salt, body))
     insert into entry (incident, seq, header, prev, hash, type, dedupe)
     select $1::uuid, seq, header, decode(prev, 'hex'), decode(hash, 'hex'), type, dedupe
     from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as link (seq, header, prev, hash, type, dedupe)`,
    [
      position.incident,
      links.map((link) => link.seq),
      links.map((link) => link.header),
      links.map((link) => link.prev.toString('hex')),
      links.map((link) => link.hash.toString('hex')),
      links.map((link) => link.type),
      links.map((link) => link.dedupe),
      bodies.map((body) => body.seq),
      bodies.map((body) => body.salt.toString('hex')),
      bodies.map((body) => body.text),
    ],
  );
  for (const [place, { usage = [] }] of additions.entries()) {
    await insertUsage(write, position.incident, position.seq + place + 1, usage);
  }
  return current;
}
