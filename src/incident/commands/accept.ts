/** `accept`: a named person takes a residual upon themselves, with a reason. */
import { draft } from '../../timeline/entry.ts';
import { isLoose } from '../../timeline/residual.ts';
import { record } from '../consequence.ts';
import { type Decide, decided, refuse } from './decide.ts';

export const decideAccept: Decide<'accept'> = ({ state, actor }, payload) => {
  if (actor.person === null) return refuse('forbidden', 'A residual is accepted by a named person: --as PERSON.');
  if (state.status === 'closed') return refuse('no', 'The incident is closed.');
  for (const credential of state.credentials.values()) {
    const residual = credential.residuals.find((candidate) => candidate.id === payload.residual);
    if (residual === undefined) continue;
    if (residual.acceptedBy !== null) return refuse('no', `${residual.acceptedBy} has already accepted it.`);
    const others = credential.residuals.filter((other) => other.id !== residual.id && isLoose(other));
    return decided(
      record(
        draft(
          'residual.accepted',
          { credential: credential.record.id, residual: residual.id, person: actor.person },
          { reason: payload.reason },
        ),
      ),
      { type: 'credential', id: credential.record.id, patch: { looseResiduals: others.length } },
    );
  }
  const known = [...state.credentials.values()].flatMap((credential) => credential.residuals.map((residual) => residual.id));
  return refuse(
    'missing',
    `There is no residual "${payload.residual}". ${known.length === 0 ? 'There is none.' : `There is: ${known.join(', ')}.`}`,
  );
};
