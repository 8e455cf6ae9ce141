/**
 * Whether an accepted plan rests on what the playbook asks for: enough people, a countdown seen through, an asking
 * that nobody answered, or a public leak. Read from the record alone. Pure; asked before every strike, and by whoever verifies a record.
 */
import type { Playbook } from '../playbook/tree.ts';
import type { Plan } from '../timeline/plan.ts';
import { actsAtOnce } from './act-at-once.ts';
import { eligible, gateOf, ladderOf, mayActAlone, needsOf, rungFor, rungNameFor, yesSayers } from './gate.ts';
import type { DecisionStory, GateStory, State } from './state.ts';

/** How long one person's countdown runs: long enough to be read and stopped, short against fifteen minutes. */
export const countdownMs = 60_000;

export type AcceptanceInput = {
  /** The record up to the acceptance, or further, while `gate` is still its last asking. */
  state: Pick<State, 'people' | 'requester' | 'plans' | 'public' | 'objected' | 'credentials'>;
  gate: GateStory;
  playbook: Playbook;
  /** Hash of the accepted plan. */
  plan: string;
  /** Whether the attestation of a decision of this asking holds. */
  holds(decision: DecisionStory): boolean;
};

/** Null when the acceptance is justified, else why not, as the second half of a sentence. */
export function acceptanceFault(input: AcceptanceInput): string | null {
  const { state, gate, playbook, plan: hash } = input;
  const plan = state.plans.get(hash);
  const ladder = ladderOf(playbook, gate.stage);
  if (plan === undefined || ladder === null) return 'the accepted plan is not in the record';
  if (!gate.plans.includes(hash)) return 'the accepted plan was not on offer';
  const no = gate.decisions.find((decision) => decision.plan === hash && decision.verdict === 'reject');
  if (no !== undefined) return `${no.person} said no to the accepted plan`;
  const needs = needsOf(rungFor(plan, ladder), state.requester);
  const allowed = eligible(state.people, needs, state.requester);
  const counted = yesSayers(gate.decisions.filter(input.holds), hash, allowed);
  if (counted.length >= needs.people) return null;
  switch (gate.acceptedBy) {
    case 'alone':
      return aloneFault(input);
    case 'expiry':
      return expiryFault(input);
    case 'public-leak':
      return publicLeakFault(input);
    default:
      return `${counted.length} of ${needs.people} signed decisions of "${needs.from}" hold`;
  }
}

function aloneFault({ state, gate, playbook, plan, holds }: AcceptanceInput): string | null {
  const { alone, acceptedAt } = gate;
  if (alone === null || alone.plan !== plan) return 'nobody acted alone on the accepted plan';
  const ladder = ladderOf(playbook, gate.stage);
  const may = ladder === null ? [] : mayActAlone(state.people, ladder);
  if (!may.some((person) => person.id === alone.person)) return `${alone.person} may not act alone here`;
  if (alone.ended !== null) return `the countdown of ${alone.person} was ended before its time`;
  const decision = gate.decisions.find(
    (said) => said.verdict === 'alone' && said.plan === plan && said.person === alone.person && holds(said),
  );
  if (decision === undefined) return `no signed decision of ${alone.person} to act alone holds`;
  const until = Date.parse(alone.until);
  const whole = until - Date.parse(alone.startedAt) >= countdownMs;
  const over = acceptedAt !== null && Date.parse(acceptedAt) >= until;
  return whole && over ? null : `the countdown of ${alone.person} was not seen through`;
}

function expiryFault({ state, gate, playbook, plan }: AcceptanceInput): string | null {
  if (gateOf(playbook, gate.stage)?.onExpiry !== 'act') return 'the playbook does not act when nobody answers';
  const { expiredAt, expiresAt } = gate;
  if (expiredAt === null || !(Date.parse(expiredAt) >= Date.parse(expiresAt))) return 'the asking had not expired';
  if (gate.decisions.some(({ verdict }) => verdict === 'reject')) return 'somebody said no in this asking';
  return actsOnExpiry(gate, state.plans) === plan ? null : 'it is not the first plan on offer that can be taken back';
}

function publicLeakFault({ state, gate, playbook, plan }: AcceptanceInput): string | null {
  const acts = actsAtOnce(state, playbook, gate);
  if ('missing' in acts) return `it was accepted before anybody was asked, but ${acts.missing}`;
  if (acts.plan !== plan) return 'it was accepted before anybody was asked, but is not the first plan on offer';
  return gate.acceptedAt === gate.openedAt ? null : 'it claims to have been accepted at once, but people were being asked';
}

/** The plan that is carried out when nobody answers: the first on offer that can be taken back; null when there is none. */
export function actsOnExpiry(gate: Pick<GateStory, 'plans'>, plans: ReadonlyMap<string, Plan>): string | null {
  return (
    gate.plans.find((hash) => {
      const plan = plans.get(hash);
      return plan !== undefined && rungNameFor(plan) === 'reversible';
    }) ?? null
  );
}

/** Whether a countdown runs in this asking; one that is over, but not yet acted upon, still runs. */
export function runningAlone(gate: GateStory): GateStory['alone'] {
  return gate.state === 'asking' && gate.alone?.ended === null ? gate.alone : null;
}
