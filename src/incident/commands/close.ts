/** `close`: a named person ends the incident before its playbook does: it was mistaken, or is handled elsewhere. */
import { draft } from '../../timeline/entry.ts';
import { type Consequence, record } from '../consequence.ts';
import { closing, uncontained } from '../effects.ts';
import { type Decide, decided, refuse } from './decide.ts';
import { responderFault } from './members.ts';

export const decideClose: Decide<'close'> = (situation, payload) => {
  const { state, actor } = situation;
  if (state.status === 'closed') return refuse('no', `The incident is closed already, since ${state.closedAt}.`);
  const fault = responderFault(situation);
  if (fault !== null || actor.person === null) return refuse('forbidden', fault ?? 'Who closes it is named: --as PERSON.');
  const { gate } = state;
  const asking: Consequence[] =
    gate?.state === 'asking'
      ? [record(draft('gate.closed', { stage: gate.stage, nonce: gate.nonce })), { type: 'asking', gate: null }]
      : [];
  const how = `${actor.person} closed it`;
  return decided(
    ...uncontained(state.status, how),
    ...asking,
    ...closing([...state.credentials.keys()], 'the incident is closed'),
    record(draft('incident.closed', { why: 'a person closed it', person: actor.person }, { reason: payload.reason })),
  );
};
