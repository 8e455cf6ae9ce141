/** The main line of a playbook: which stages come one after another, and which run together. */
import type { Playbook, Stage, Step } from './tree.ts';

/** One leg of the main line: a single stage, or the stages that run together. */
export type Leg = Stage[];

/** The legs in the order they are walked. Needs a checked playbook: every name resolves, no stage comes twice. */
export function legsOf(playbook: Pick<Playbook, 'stages'>): Leg[] {
  const byId = new Map(playbook.stages.map((stage) => [stage.id, stage]));
  const pick = (id: string): Stage => {
    const stage = byId.get(id);
    if (stage === undefined) throw new TypeError(`The playbook names stage "${id}" but does not have it.`);
    return stage;
  };
  const legs: Leg[] = [];
  let current: Stage | null = playbook.stages[0] ?? null;
  while (current !== null) {
    legs.push([current]);
    const next: Stage['next'] = current.next;
    if (next.type === 'together') {
      legs.push(next.stages.map(pick));
      current = next.then === null ? null : pick(next.then);
    } else {
      current = next.type === 'stage' ? pick(next.stage) : null;
    }
  }
  return legs;
}

/** A step whose output is the plan that a gate asks about. */
export function makesPlan(step: Step): boolean {
  return step.type === 'do' && step.do.endsWith('.plan');
}

/**
 * For each leg the leg to which `replan` returns, or null where it means nothing: the last plan-making stage, at or
 * before that leg, that serves a gate. A plan made in a stage that runs beside others serves none: nobody could return there alone.
 */
export function replanTargets(legs: Leg[]): (number | null)[] {
  const makers = legs.flatMap((leg, index) => (leg.length === 1 && leg[0]?.steps.some(makesPlan) ? [index] : []));
  const gated = legs.flatMap((leg, index) => (leg.some((stage) => stage.gate !== null) ? [index] : []));
  const serving = new Set(gated.map((gate) => makers.findLast((maker) => maker < gate)));
  return legs.map((_, index) => makers.findLast((maker) => maker <= index && serving.has(maker)) ?? null);
}
