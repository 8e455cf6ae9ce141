import type { Entry } from '../../timeline/entry.ts';
import { entriesOf } from './pick.ts';

/** The corrections of an entry, oldest first. */
export const correctionsOf = (entries: readonly Entry[], seq: number) =>
  entriesOf(entries, 'entry.corrected').filter(({ data }) => data.entry === seq);
