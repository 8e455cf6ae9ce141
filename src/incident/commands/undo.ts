/** `undo`: take a strike back. It needs one signed word of the group that may decide on the strike, never more. */
import { draft } from '../../timeline/entry.ts';
import { record } from '../consequence.ts';
import { ladderOf, rungFor } from '../gate.ts';
import { undoStep } from '../step-names.ts';
import { type Decide, decided, refuse, type Situation, vouchedFor } from './decide.ts';
import { unknownCredential } from './members.ts';

export const decideUndo: Decide<'undo'> = (situation, payload) => {
  const { state, attested } = situation;
  const credential = state.credentials.get(payload.credential);
  if (credential === undefined) return refuse('missing', unknownCredential(state, payload.credential));
  if (state.status === 'closed') return refuse('no', 'The incident is closed: an undo was offered until then.');
  const offer = credential.undo;
  if (offer === null) return refuse('no', `Nothing was done to ${credential.record.hint} that can be taken back.`);
  const attempt = state.members.get(undoStep)?.get(credential.record.id)?.state;
  if (offer.asked !== null && attempt !== 'stuck') {
    return refuse('no', `${offer.asked.person} has already asked for it: it is being taken back.`);
  }
  const person = state.people.find((known) => known.id === situation.actor.person);
  if (person === undefined) return refuse('forbidden', 'Say who decides: --as PERSON, one of the people of this incident.');
  const group = groupFor(situation, offer.plan);
  if (group !== null && !person.groups.includes(group))
    return refuse('forbidden', `${person.id} is not in the group "${group}".`);
  if (attested.by === 'nobody') return refuse('forbidden', attested.why);
  return decided(
    record(
      draft(
        'decision.recorded',
        {
          nonce: offer.nonce,
          plan: offer.plan,
          verdict: 'undo',
          person: person.id,
          credential: credential.record.id,
          ...vouchedFor(attested),
        },
        { reason: payload.reason ?? null },
      ),
    ),
    { type: 'start', step: undoStep, credential: credential.record.id },
  );
};

function groupFor({ state, playbook }: Situation, hash: string): string | null {
  const plan = state.plans.get(hash);
  const ladder = state.gate === null ? null : ladderOf(playbook, state.gate.stage);
  return plan === undefined || ladder === null ? null : rungFor(plan, ladder).from;
}
