/** How far each credential's part in a step is, as far as the record says. */
import type { Entry } from '../../timeline/entry.ts';

/** unknown: asked for again in a way that the record does not tell apart from a new plan. */
export type MemberState = 'running' | 'settled' | 'stuck' | 'unknown';

/** By step, then by credential ('' for a step done once). */
export type Members = Map<string, Map<string, MemberState>>;

/** Takes an entry into account. `moved`: the type of the event that it caused, or null. */
export function noteMember(members: Members, entry: Entry, moved: string | null): void {
  switch (entry.type) {
    case 'step.done':
    case 'step.skipped':
    case 'step.by-hand':
      put(members, entry.data, 'settled');
      return;
    case 'step.stuck':
      put(members, entry.data, 'stuck');
      return;
    case 'step.retried':
      // With `replan` the whole stage starts anew instead.
      if (moved !== 'replan') put(members, entry.data, isStuck(members, entry.data) || moved !== null ? 'running' : 'unknown');
      return;
    default:
  }
}

type Place = { step: string; credential: string | null };

function put(members: Members, { step, credential }: Place, state: MemberState): void {
  const ofStep = members.get(step) ?? new Map<string, MemberState>();
  ofStep.set(credential ?? '', state);
  members.set(step, ofStep);
}

const isStuck = (members: Members, { step, credential }: Place) => members.get(step)?.get(credential ?? '') === 'stuck';
