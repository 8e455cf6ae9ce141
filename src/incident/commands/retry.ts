/** `retry`: ask for a step again: one that is stuck, or another look at a credential that is not dead yet. */
import { draft } from '../../timeline/entry.ts';
import { record } from '../consequence.ts';
import type { Progress } from '../state.ts';
import { type Decide, decided, refuse } from './decide.ts';
import { credentialOrNull, gateStage, meant } from './members.ts';

export const decideRetry: Decide<'retry'> = (situation, payload) => {
  const { state, actor } = situation;
  if (state.status === 'closed') return refuse('no', 'The incident is closed.');
  const entry = (credential: string) =>
    draft('step.retried', { step: payload.step, credential: credentialOrNull(credential), person: actor.person });
  if (gateStage(situation, payload.step) !== null) {
    if (state.gate?.state === 'asking') return refuse('no', 'People are being asked right now: approve or reject instead.');
    if (state.gate?.state !== 'refused') return refuse('no', 'This gate waits for nothing.');
    return decided(record(entry(''), { type: 'replan' }));
  }
  const gives = situation.gives(payload.step);
  const again: Progress[] = gives === 'proof' ? ['stuck', 'done', 'skipped'] : ['stuck'];
  const found = meant(state, payload.step, payload.credential, again);
  if ('refusal' in found) return found;
  return decided(
    ...found.members.map(({ step, credential }) => ({ type: 'start', step, credential, entry: entry(credential) }) as const),
  );
};
