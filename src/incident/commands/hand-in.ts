/** `hand-in`: the leaked value, so that the proof can be by use. Before a decision, it starts the look anew. */
import type { Payload } from '../command.ts';
import { type Decision, decided, refuse, type Situation } from './decide.ts';
import { unknownCredential } from './members.ts';

export function decideHandIn({ state }: Pick<Situation, 'state'>, payload: Payload<'hand-in'>): Decision {
  const credential = state.credentials.get(payload.credential);
  if (credential === undefined) return refuse('missing', unknownCredential(state, payload.credential));
  if (state.status === 'closed')
    return refuse('no', 'The incident is closed: the value is not needed any more, and was not kept.');
  if (credential.state === 'dead')
    return refuse('no', `${credential.record.hint} is already proven dead: the value was not kept.`);
  const hold = { type: 'hold', credential: credential.record.id, ref: 'leaked', value: payload.value } as const;
  return decided(state.inForce === null ? { ...hold, event: { type: 'replan' } } : hold);
}
