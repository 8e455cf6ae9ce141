/** Contained is a fact about the credentials; an incident that ends without it does not end in silence. */
import type { Entry } from '../../../timeline/entry.ts';
import { isContained, type Place, type Story } from './story.ts';
import type { ToldTurn } from './turns.ts';

/** As the second half of a sentence; null when nothing is wrong. */
export function containmentFault({ story }: Place, entry: Entry): string | null {
  const { status } = story.state;
  switch (entry.type) {
    case 'incident.contained':
      if (status !== 'open') return `the incident was ${status} already`;
      return isContained(story) === false ? 'not every credential was cut off, or something was left of one' : null;
    case 'incident.reopened':
      if (status !== 'contained') return `the incident was not contained, but ${status}`;
      return isContained(story) === true ? 'every credential was still cut off' : null;
    case 'incident.closed':
      return status === 'closed' ? 'the incident was closed already' : null;
    default:
      return null;
  }
}

/** At the end of a turn; `status`: as it was before it ended the incident, where it did. */
export function turnEndFault(story: Story, turn: ToldTurn, status: Story['state']['status']): string | null {
  const { state, held } = story;
  const closed = turn.entries.find((entry) => entry.type === 'incident.closed');
  if (closed !== undefined) {
    if (held.size > 0) return `the incident ends, and ${[...held].join(', ')} is still held`;
    // A practice incident whose server is gone is given up without a word.
    const isTold = turn.entries.some((entry) => entry.type === 'alarm.raised' && entry.data.code === 'closed-uncontained');
    const mustTell = status === 'open' && (closed.data.person !== undefined || !state.practice);
    return mustTell && !isTold ? 'the incident ends while a credential may still work, and no alarm says so' : null;
  }
  if (state.status === 'closed') return null;
  const contained = isContained(story);
  if (contained === true && state.status === 'open')
    return 'every credential is cut off and nothing is left of any, but the incident is not said to be contained';
  if (contained === false && state.status === 'contained')
    return 'a credential is no longer cut off, or something is left of one, but the incident is not opened again';
  return null;
}
