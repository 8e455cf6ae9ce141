/** Who must say yes to what, and whether they did. Pure. */
import type { Gate, Ladder, Playbook, Rung } from '../playbook/tree.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import type { Plan } from '../timeline/plan.ts';

/** A plan on more targets than this touches so much that it needs the `mass` rung. */
const massTargets = 5;

/** The rung of the ladder that a plan must climb. Read from the plan's calls, not from what it says of itself. */
export function rungFor(plan: Plan, ladder: Ladder): Rung {
  return ladder[rungNameFor(plan)];
}

export function rungNameFor(plan: Plan): keyof Ladder {
  if (plan.mass || plan.targets.length > massTargets) return 'mass';
  return plan.targets.every((target) => target.calls.every((call) => call.reversible)) ? 'reversible' : 'irreversible';
}

/**
 * What a rung asks for in this incident. Where the requester may not decide but is not named, any one of the people
 * could be the requester: one more is needed, so that at least the asked-for number certainly is not.
 */
export function needsOf(rung: Rung, requester: string | null): Rung {
  return rung.notRequester && requester === null ? { ...rung, people: rung.people + 1 } : rung;
}

export function gateOf(playbook: Playbook, stageId: string): Gate | null {
  return playbook.stages.find((stage) => stage.id === stageId)?.gate ?? null;
}

export function ladderOf(playbook: Playbook, stageId: string): Ladder | null {
  const gate = gateOf(playbook, stageId);
  return gate === null ? null : (playbook.ladders[gate.ladder] ?? null);
}

/** The people who may act alone: those that some rung of the ladder counts on, the requester among them. */
export function mayActAlone(people: readonly PinnedPerson[], ladder: Ladder): PinnedPerson[] {
  const groups = [ladder.reversible.from, ladder.irreversible.from, ladder.mass.from];
  return people.filter((person) => person.groups.some((group) => groups.includes(group)));
}

/** The people who may answer. */
export function eligible(people: readonly PinnedPerson[], rung: Rung, requester: string | null): PinnedPerson[] {
  return people.filter((person) => objectionTo(person, rung, requester) === null);
}

/** Why this person's yes does not count here, in a sentence; null when it does. */
export function objectionTo(person: PinnedPerson, rung: Rung, requester: string | null): string | null {
  if (!person.groups.includes(rung.from)) return `${person.id} is not in the group "${rung.from}"`;
  if (rung.notRequester && person.id === requester)
    return `${person.id} declared this incident, and this plan needs somebody else`;
  return null;
}

/** The distinct people whose yes to `plan` counts, in the order they said it. Acting alone is a yes, too. */
export function yesSayers(
  decisions: readonly { plan: string; verdict: string; person: string }[],
  plan: string,
  allowed: readonly PinnedPerson[],
): string[] {
  const ids = new Set(allowed.map((person) => person.id));
  const said = decisions.filter((decision) => decision.plan === plan && isYes(decision.verdict) && ids.has(decision.person));
  return [...new Set(said.map((decision) => decision.person))];
}

const isYes = (verdict: string) => verdict === 'approve' || verdict === 'alone';
