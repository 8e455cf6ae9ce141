import type { Entry } from '../../timeline/entry.ts';
import type { State } from '../state.ts';

/** What people stopped, and let go on. */
export function foldStop(state: State, entry: Entry): void {
  if (entry.type !== 'calls.stopped' && entry.type !== 'calls.resumed') return;
  const { provider, person } = entry.data;
  state.stops = state.stops.filter((stop) => stop.provider !== provider);
  if (entry.type === 'calls.resumed') return;
  state.stops.push({ provider, by: person, at: entry.data.since, reason: entry.body?.reason ?? '[purged]' });
}

/** Whether the record says that no call to `provider` ('' : nobody outside) is made: a row of a table is easier to take away. */
export function isHeldBack({ stops }: Pick<State, 'stops'>, provider: string): boolean {
  return stops.some((stop) => stop.provider === null || stop.provider === provider);
}
