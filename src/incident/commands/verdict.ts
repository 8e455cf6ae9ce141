/** `approve`, `approve --alone` and `reject`: one person's answer to one plan of the open asking. */
import { draft } from '../../timeline/entry.ts';
import type { PinnedPerson } from '../../timeline/person.ts';
import { runningAlone } from '../acceptance.ts';
import type { Payload } from '../command.ts';
import { type Consequence, record } from '../consequence.ts';
import { isRefused } from '../fold/decisions.ts';
import { eligible, ladderOf, needsOf, objectionTo, rungFor, yesSayers } from '../gate.ts';
import { countdownRef, expiryTimer } from '../gate-times.ts';
import type { GateStory, State } from '../state.ts';
import { actAlone } from './act-alone.ts';
import { type Decide, decided, refuse, type Situation, vouchedFor } from './decide.ts';

export const decideVerdict: Decide<'decide'> = (situation, payload) => {
  const { state, at } = situation;
  const gate = state.gate;
  if (gate === null || gate.state !== 'asking') return refuse('no', notAsking(state));
  if (payload.nonce !== undefined && payload.nonce !== gate.nonce) {
    return refuse(
      'no',
      'That answers an earlier asking, which is over: look at the plan again, and answer the one that is open.',
    );
  }
  const running = runningAlone(gate);
  if (Date.parse(gate.expiresAt) <= at.getTime() && running === null) {
    return refuse(
      'no',
      `This asking ended at ${gate.expiresAt}; a new one follows at once: look at the plan again and answer that.`,
    );
  }
  const plan = gate.plans.find((hash) => hash.startsWith(payload.plan));
  if (plan === undefined)
    return refuse('missing', `No plan ${payload.plan} is on offer. On offer: ${gate.plans.map(short).join(', ')}.`);
  if (isRefused(gate, plan)) return refuse('no', `Plan ${short(plan)} was refused in this asking.`);
  const person = state.people.find((known) => known.id === situation.actor.person);
  if (person === undefined) return refuse('forbidden', 'Say who decides: --as PERSON, one of the people of this incident.');
  if (situation.attested.by === 'nobody') return refuse('forbidden', situation.attested.why);
  switch (payload.verdict) {
    case 'approve':
      return approve(situation, gate, plan, person, payload.reason ?? null);
    case 'alone':
      if (payload.reason === undefined) return refuse('usage', 'Say why nobody else is asked: --reason TEXT. All are told.');
      return actAlone(situation, { gate, plan, person }, decision(situation, gate, plan, person, 'alone', payload.reason));
    case 'reject':
      return reject(situation, gate, plan, person, payload);
  }
};

function approve(situation: Situation, gate: GateStory, hash: string, person: PinnedPerson, reason: string | null) {
  const { state, playbook } = situation;
  const plan = state.plans.get(hash);
  const ladder = ladderOf(playbook, gate.stage);
  if (plan === undefined || ladder === null)
    return refuse('no', `The text of plan ${short(hash)} is not in the record any more.`);
  const needs = needsOf(rungFor(plan, ladder), state.requester);
  const objection = objectionTo(person, needs, state.requester);
  if (objection !== null) return refuse('forbidden', `This yes does not count: ${objection}.`);
  const allowed = eligible(state.people, needs, state.requester);
  const before = yesSayers(gate.decisions, hash, allowed);
  if (before.includes(person.id)) {
    const missing = needs.people - before.length;
    return refuse(
      'forbidden',
      `${person.id} has already said yes to this plan; ${missing} more of "${needs.from}" must say it themselves.`,
    );
  }
  const said = decision(situation, gate, hash, person, 'approve', reason);
  if (before.length + 1 < needs.people) return decided(said);
  const { stage, nonce } = gate;
  const accepted = record(draft('gate.accepted', { stage, nonce, plan: hash }), { type: 'gate-accepted', stage });
  return decided(said, ...endAlone(gate, 'agreed'), accepted);
}

/** What a countdown that runs ends with; nothing where none does. */
function endAlone(gate: GateStory, why: 'rejected' | 'agreed'): Consequence[] {
  const running = runningAlone(gate);
  if (running === null) return [];
  const { stage, nonce } = gate;
  const { plan, person } = running;
  return [
    record(draft('alone.ended', { stage, nonce, plan, person, why })),
    { type: 'stop-timer', kind: 'countdown', timer: countdownRef(gate) },
  ];
}

/** A no needs no rung: any one person of the incident may stop a plan. */
function reject(situation: Situation, gate: GateStory, hash: string, person: PinnedPerson, payload: Payload<'decide'>) {
  if (payload.reason === undefined) return refuse('usage', 'Say why: --reason TEXT. The others need it to decide.');
  const said = decision(situation, gate, hash, person, 'reject', payload.reason);
  const stopped = runningAlone(gate)?.plan === hash ? endAlone(gate, 'rejected') : [];
  const allRefused = gate.plans.every((plan) => plan === hash || isRefused(gate, plan));
  const { stage, nonce } = gate;
  if (!allRefused) return decided(said, ...stopped, ...(stopped.length === 0 ? [] : expireNow(gate, situation.at)));
  return decided(said, ...stopped, record(draft('gate.refused', { stage, nonce }), { type: 'gate-refused', stage }));
}

/** The asking waited for the end of the countdown: where its own time is over, it ends now. */
function expireNow(gate: GateStory, at: Date): Consequence[] {
  if (Date.parse(gate.expiresAt) > at.getTime()) return [];
  const timer = expiryTimer(gate.stage);
  return [
    { type: 'stop-timer', timer },
    { type: 'set-timer', timer, runAt: at },
  ];
}

function decision(
  { attested }: Situation,
  gate: GateStory,
  plan: string,
  person: PinnedPerson,
  verdict: 'approve' | 'reject' | 'alone',
  reason: string | null,
): Extract<Consequence, { type: 'record' }> {
  if (attested.by === 'nobody') throw new TypeError('An unattested decision is refused before it gets here.');
  return {
    type: 'record',
    entry: draft(
      'decision.recorded',
      {
        nonce: gate.nonce,
        plan,
        verdict,
        person: person.id,
        credential: null,
        ...vouchedFor(attested),
      },
      { reason },
    ),
  };
}

function notAsking(state: State): string {
  if (state.status === 'closed') return 'The incident is closed: nobody is asked any more.';
  switch (state.gate?.state) {
    case 'accepted':
      return `Already decided: plan ${short(state.gate.accepted ?? '')} was accepted and is being carried out.`;
    case 'refused':
      return 'Every plan of this asking was refused. Retry the gate to be asked anew, skip it with a reason, or do it by hand.';
    default:
      return 'Nobody is being asked right now: the plan is not made yet, or it became void and is being made again.';
  }
}

const short = (hash: string) => hash.slice(0, 8);
