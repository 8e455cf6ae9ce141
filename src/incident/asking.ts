/** Whom an asking addresses: the first in turn, then the rest of those who may answer. Everybody may answer all the same. Pure. */
import type { Playbook } from '../playbook/tree.ts';
import type { Plan } from '../timeline/plan.ts';
import { roundAfter } from './fold/decisions.ts';
import { eligible, ladderOf, needsOf, rungFor } from './gate.ts';
import type { GateStory, State } from './state.ts';

/** An ask that nobody answered is said again, then passed on: twice within the time in which one falls asleep again. */
export const askAgainMs = 60_000;
export const passOnMs = 120_000;

type Known = Pick<State, 'people' | 'requester'> & { plans: ReadonlyMap<string, Plan> };

/**
 * For each plan on offer as many people as must say yes to it, in the order of staunch.yml. `round`: how many askings
 * before this one expired unanswered; each begins with the next in turn. Where nobody may answer, everybody: they can do it by hand.
 */
export function firstAsked(
  known: Known,
  playbook: Playbook,
  asking: { stage: string; plans: string[]; round: number },
): string[] {
  const chosen = rungs(known, playbook, asking).flatMap(({ people, allowed }) => {
    const start = allowed.length === 0 ? 0 : (asking.round * people) % allowed.length;
    return [...allowed.slice(start), ...allowed.slice(0, start)].slice(0, people);
  });
  return chosen.length > 0 ? inOrder(known, chosen) : everybody(known);
}

/** Whom an asking about `plans` addresses first that opens now. */
export function addressedFirst(state: State, playbook: Playbook, stage: string, plans: string[]): string[] {
  return firstAsked(state, playbook, { stage, plans, round: roundAfter(state.gate, stage) });
}

/** Those who were addressed first and have not answered; where all have, all of them: not every plan was answered. */
export function askedAgain(known: Known, playbook: Playbook, gate: GateStory): string[] {
  const answered = gate.decisions.map(({ person }) => person);
  const first = firstOf(known, playbook, gate);
  const silent = first.filter((id) => !answered.includes(id));
  return silent.length > 0 ? silent : first;
}

/** The others who may answer; where there are none, everybody. */
export function passedOn(known: Known, playbook: Playbook, gate: GateStory): string[] {
  const answered = gate.decisions.map(({ person }) => person);
  const first = firstOf(known, playbook, gate);
  const may = inOrder(
    known,
    rungs(known, playbook, gate).flatMap(({ allowed }) => allowed),
  );
  const others = may.filter((id) => !first.includes(id) && !answered.includes(id));
  return others.length > 0 ? others : everybody(known);
}

/** Records of the version before do not say whom they addressed. */
function firstOf(known: Known, playbook: Playbook, gate: GateStory): string[] {
  return gate.addressed.find(({ how }) => how === 'first')?.to ?? firstAsked(known, playbook, gate);
}

function rungs(known: Known, playbook: Playbook, asking: { stage: string; plans: string[] }) {
  const ladder = ladderOf(playbook, asking.stage);
  return asking.plans.flatMap((hash) => {
    const plan = known.plans.get(hash);
    if (plan === undefined || ladder === null) return [];
    const needs = needsOf(rungFor(plan, ladder), known.requester);
    return [{ people: needs.people, allowed: eligible(known.people, needs, known.requester).map(({ id }) => id) }];
  });
}

const everybody = ({ people }: Pick<Known, 'people'>): string[] => people.map(({ id }) => id);

/** Each once, as staunch.yml lists them. */
function inOrder({ people }: Pick<Known, 'people'>, ids: readonly string[]): string[] {
  return people.map(({ id }) => id).filter((id) => ids.includes(id));
}
