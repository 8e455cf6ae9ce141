import type { EntryOf } from '../../timeline/entry.ts';

/** How long a value was held: the one that leaked, or the one that replaces it. */
export type ValueStory = {
  ref: 'leaked' | 'new';
  /** Of the entry that says it is held. */
  seq: number;
  heldAt: string;
  until: string;
  destroyed: { at: string; why: string } | null;
};

export function foldValue(values: ValueStory[], entry: EntryOf<'value.held'> | EntryOf<'value.destroyed'>): void {
  const held = values.findLast(({ ref, destroyed }) => ref === entry.data.ref && destroyed === null);
  if (entry.type === 'value.destroyed') {
    if (held !== undefined) held.destroyed = { at: entry.at, why: entry.data.why };
    return;
  }
  // A value handed in over another takes its place.
  if (held !== undefined) held.destroyed = { at: entry.at, why: 'another value took its place' };
  values.push({ ref: entry.data.ref, seq: entry.seq, heldAt: entry.at, until: entry.data.until, destroyed: null });
}
