import type { Entry, EntryName, EntryOf } from '../../timeline/entry.ts';

/** The entries of one type, in order. */
export function entriesOf<N extends EntryName>(entries: readonly Entry[], type: N): EntryOf<N>[] {
  return entries.filter((entry): entry is EntryOf<N> => entry.type === type);
}

export function firstOf<N extends EntryName>(entries: readonly Entry[], type: N): EntryOf<N> | null {
  return entriesOf(entries, type)[0] ?? null;
}

export function lastOf<N extends EntryName>(entries: readonly Entry[], type: N): EntryOf<N> | null {
  return entriesOf(entries, type).at(-1) ?? null;
}
