/** Askings that end without a move of the playbook that says so. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Recorded } from '../../timeline/bundle/headers.ts';
import type { Entry } from '../../timeline/entry.ts';
import type { Walk } from './walk.ts';

/** Whether this entry ends one: the playbook acts when nobody answered, or a person closed the incident. */
export function endsAsking({ gate }: Pick<Walk, 'gate'>, entry: Entry, heir: () => Entry | null): boolean {
  if (entry.type !== 'gate.expired' && entry.type !== 'gate.closed') return false;
  if (!isDeepStrictEqual(entry.data, gate)) return false;
  const next = heir();
  if (entry.type === 'gate.closed') return next?.type === 'incident.closed' && next.data.person !== undefined;
  return next?.type === 'gate.accepted' && next.data.by === 'expiry' && next.data.nonce === entry.data.nonce;
}

/** The next entry that tells more than that a value is gone. */
export function heirOf(record: readonly Recorded[], index: number): Entry | null {
  for (let next = index + 1; next < record.length; next += 1) {
    const entry = record[next]?.entry;
    if (entry !== undefined && entry.type !== 'value.destroyed') return entry;
  }
  return null;
}

/** A person who closes the incident ends what was asked; the playbook's own end does so by itself. */
export const isClosedWhileAsking = ({ gate }: Pick<Walk, 'gate'>, entry: Entry) =>
  gate !== null && entry.type === 'incident.closed' && entry.data.person !== undefined;
