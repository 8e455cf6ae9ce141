import { canonicalJson } from '../platform/canonical.ts';
import { bytes, type Query } from '../platform/db/db.ts';
import { hashOf, noHead } from './chain.ts';

/** The number the next incident will get. Holds the register until the transaction ends, so numbers have no gaps. */
export async function reserveNumber(query: Query): Promise<{ number: number; head: Buffer }> {
  await query('lock table register in share row exclusive mode');
  const [last] = await query<{ number: number; hash: Uint8Array }>(
    'select number, hash from register order by number desc limit 1',
  );
  return last === undefined ? { number: 1, head: noHead } : { number: last.number + 1, head: bytes(last.hash) };
}

/** Hangs an incident into the register; `first` is the hash of its first entry, which binds the two chains. */
export async function register(
  query: Query,
  place: { number: number; head: Buffer },
  incident: { id: string; at: Date; first: Buffer },
): Promise<void> {
  const header = canonicalJson({
    v: 1,
    number: place.number,
    incident: incident.id,
    at: incident.at.toISOString(),
    first: incident.first.toString('hex'),
  });
  await query('insert into register (number, incident, header, prev, hash) values ($1, $2, $3, $4, $5)', [
    place.number,
    incident.id,
    header,
    place.head,
    hashOf(place.head, header),
  ]);
}
