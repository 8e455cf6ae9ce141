/** `purge`: the text of one entry is deleted for good. That it was, by whom and why, stands in the record. */
import { draft } from '../../timeline/entry.ts';
import type { State } from '../state.ts';
import { type Decide, decided, refuse } from './decide.ts';
import { noSuchEntry, responderFault } from './members.ts';

export const decidePurge: Decide<'purge'> = (situation, { entry, reason }) => {
  const { state, actor } = situation;
  const fault = responderFault(situation);
  if (fault !== null || actor.person === null) return refuse('forbidden', fault ?? 'Who purges is named: --as PERSON.');
  const written = state.written.get(entry);
  if (written === undefined) return refuse('missing', noSuchEntry(state, entry));
  if (written.purgedBy !== null) return refuse('no', `The text of entry ${entry} was purged before, by ${written.purgedBy}.`);
  if (!written.text) {
    return refuse(
      'no',
      `Entry ${entry} (${written.type}) has no text: there is only what the machine reads, and that is what the chain is made of.`,
    );
  }
  const need = neededText(state, written);
  if (need !== null) return refuse('no', `The text of entry ${entry} is still needed: ${need}`);
  const purged = draft('entry.purged', { entry, person: actor.person }, { reason });
  return decided({ type: 'purge', entry: purged, seq: entry });
};

/** Why the incident cannot go on without this text, in a sentence; null when it can. */
function neededText(state: State, { type, plan }: { type: string; plan: string | null }): string | null {
  if (state.status === 'closed') return null;
  if (type === 'credential.added') return 'it says where the credential is. Purge it when the incident is closed.';
  if (plan === null) return null;
  const { gate } = state;
  if (state.inForce === plan) return 'it is the plan that is being carried out. Purge it when the incident is closed.';
  if (gate?.state === 'asking' && gate.plans.includes(plan)) return 'people are being asked about this plan. Refuse it first.';
  if (state.offered.includes(plan) && gate?.plans.includes(plan) !== true)
    return 'people are about to be asked about this plan. Refuse it first.';
  if ([...state.credentials.values()].some(({ undo }) => undo?.plan === plan))
    return 'what this plan did can still be taken back. Purge it when the incident is closed.';
  return null;
}
