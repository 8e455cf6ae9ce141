/** `approve --alone`: one person acts where the needed number cannot be had. A countdown runs, and anybody may stop it. */
import { draft } from '../../timeline/entry.ts';
import type { PinnedPerson } from '../../timeline/person.ts';
import { countdownMs, runningAlone } from '../acceptance.ts';
import { record } from '../consequence.ts';
import { eligible, ladderOf, mayActAlone, needsOf, rungFor, yesSayers } from '../gate.ts';
import { countdownRef } from '../gate-times.ts';
import type { GateStory } from '../state.ts';
import { type Decision, decided, refuse, type Situation } from './decide.ts';

export function actAlone(
  situation: Situation,
  asked: { gate: GateStory; plan: string; person: PinnedPerson },
  said: ReturnType<typeof record>,
): Decision {
  const { gate, plan, person } = asked;
  const refusal = objection(situation, asked);
  if (refusal !== null) return refusal;
  const { stage, nonce } = gate;
  const runAt = new Date(situation.at.getTime() + countdownMs);
  return decided(said, record(draft('alone.started', { stage, nonce, plan, person: person.id, until: runAt.toISOString() })), {
    type: 'set-timer',
    kind: 'countdown',
    timer: countdownRef(gate),
    runAt,
  });
}

function objection(
  { state, playbook }: Situation,
  { gate, plan: hash, person }: { gate: GateStory; plan: string; person: PinnedPerson },
): Decision | null {
  const plan = state.plans.get(hash);
  const ladder = ladderOf(playbook, gate.stage);
  if (plan === undefined || ladder === null) return refuse('no', 'The text of this plan is not in the record any more.');
  if (!mayActAlone(state.people, ladder).some(({ id }) => id === person.id)) {
    const groups = [...new Set([ladder.reversible.from, ladder.irreversible.from, ladder.mass.from])].join(', ');
    return refuse('forbidden', `${person.id} is in none of the groups that this gate counts on: ${groups}.`);
  }
  const running = runningAlone(gate);
  if (running !== null) {
    return refuse(
      'no',
      `${running.person} already acts alone here: the countdown runs until ${running.until}. A second one would add nothing.`,
    );
  }
  const needs = needsOf(rungFor(plan, ladder), state.requester);
  const allowed = eligible(state.people, needs, state.requester);
  const yeses = new Set(yesSayers(gate.decisions, hash, allowed));
  if (allowed.some(({ id }) => id === person.id)) yeses.add(person.id);
  if (yeses.size < needs.people) return null;
  return refuse('no', `The yes of ${person.id} is enough for this plan, at once and without a countdown: leave out --alone.`);
}
