/** `skip`: leave a step out, with a reason that stands in the report. */
import { draft } from '../../timeline/entry.ts';
import { record } from '../consequence.ts';
import { type Decide, decided, refuse } from './decide.ts';
import { credentialOrNull, gateStage, meant, responderFault } from './members.ts';

export const decideSkip: Decide<'skip'> = (situation, payload) => {
  const { state, actor } = situation;
  if (state.status === 'closed') return refuse('no', 'The incident is closed.');
  const fault = responderFault(situation);
  if (fault !== null) return refuse('forbidden', fault);
  const entry = (credential: string) =>
    draft(
      'step.skipped',
      { step: payload.step, credential: credentialOrNull(credential), person: actor.person },
      { reason: payload.reason },
    );
  const stage = gateStage(situation, payload.step);
  if (stage !== null) {
    if (state.gate?.state !== 'asking' && state.gate?.state !== 'refused') return refuse('no', 'This gate waits for nothing.');
    return decided(record(entry(''), { type: 'gate-skipped', stage }));
  }
  const found = meant(state, payload.step, payload.credential, ['stuck', 'running']);
  if ('refusal' in found) return found;
  return decided(
    ...found.members.map(({ step, credential }) => ({ type: 'settle', step, credential, entry: entry(credential) }) as const),
  );
};
