import type { Entry } from '../../timeline/entry.ts';
import type { State } from '../state.ts';

/** What stands in the record beside the headers, what was deleted of it, and what was corrected. */
export function foldWritten(state: State, entry: Entry): void {
  state.written.set(entry.seq, {
    type: entry.type,
    text: entry.body !== null || (entry.type === 'usage.recorded' && entry.data.count > 0),
    purgedBy: null,
    plan: entry.type === 'plan.made' ? entry.data.plan : null,
  });
  if (entry.type === 'entry.purged') {
    const purged = state.written.get(entry.data.entry);
    if (purged !== undefined) Object.assign(purged, { text: false, purgedBy: entry.data.person });
  }
  if (entry.type === 'entry.corrected' && entry.data.exposedSince !== null) {
    Object.assign(state, { exposedSince: entry.data.exposedSince, exposureCorrected: true });
  }
}
