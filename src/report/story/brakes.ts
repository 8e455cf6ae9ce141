import type { Entry, EntryOf } from '../../timeline/entry.ts';

/** The stops that nobody has ended, oldest first. A later stop of the same takes the place of the one before. */
export function standingStops(entries: readonly Entry[]): EntryOf<'calls.stopped'>[] {
  const stops = new Map<string | null, EntryOf<'calls.stopped'>>();
  for (const entry of entries) {
    if (entry.type === 'calls.stopped') stops.set(entry.data.provider, entry);
    if (entry.type === 'calls.resumed') stops.delete(entry.data.provider);
  }
  return [...stops.values()];
}
