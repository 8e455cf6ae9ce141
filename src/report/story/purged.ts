import { type Entry, entryTypes } from '../../timeline/entry.ts';
import { entriesOf } from './pick.ts';

/**
 * Its type must have a body, and it has none. Where a body may be absent, and where only rows of usage were deleted, the
 * entry that records the purge says so.
 */
export const isPurged = (entry: Entry): boolean => {
  const { body } = entryTypes[entry.type];
  return body !== null && entry.body === null && !body.safeParse(null).success;
};

export const purgesOf = (entries: readonly Entry[]) => entriesOf(entries, 'entry.purged');
