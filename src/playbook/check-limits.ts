/** Whether the limits fit into each other. None of them stops anything, so most of this is a warning. */
import { givenBy, type KnownAction } from './check-actions.ts';
import { durationText } from './duration.ts';
import type { Remark } from './fault.ts';
import { expiresKey, type Positions, stageKey } from './read.ts';
import { remarkAt } from './remark-at.ts';
import type { Playbook, Stage } from './tree.ts';
import { type Leg, legsOf } from './walk.ts';

/** How long after it was put a question is said again, and passed on to the next people. In milliseconds. */
export type Reminders = { againMs: number; passedOnMs: number };

export function checkLimits(
  playbook: Playbook,
  positions: Positions,
  actions: readonly KnownAction[],
  reminders: Reminders,
): Remark[] {
  return [...sumOfLimits(playbook, positions, givenBy(playbook, actions)), ...shortQuestions(playbook, positions, reminders)];
}

/**
 * A warning, no fault: every limit only tells people, and the clock tells them at 75 % of the whole in any case. But where the
 * stages up to the proof may take longer than the whole, each can be in time and the containment late.
 */
function sumOfLimits(playbook: Playbook, positions: Positions, given: ReadonlyMap<string, string>): Remark[] {
  const legs = legsOf(playbook);
  const contains = (leg: Leg) =>
    leg.some(({ gate, steps }) => gate !== null || steps.some(({ id }) => given.get(id) === 'proof'));
  const until = legs.slice(0, legs.findLastIndex(contains) + 1);
  // Stages that run together take as long as the slowest.
  const slowest = until.flatMap((leg) => leg.toSorted((a, b) => b.withinMs - a.withinMs).slice(0, 1));
  const sumMs = slowest.reduce((sum, { withinMs }) => sum + withinMs, 0);
  const last = slowest.at(-1);
  if (last === undefined || sumMs <= playbook.withinMs) return [];
  const sum = `${slowest.map(({ id, withinMs }) => `${id} ${durationText(withinMs)}`).join(' + ')} = ${durationText(sumMs)}`;
  const what = `The stages up to the containment may take longer together (${sum}) than the playbook has from detection (${durationText(playbook.withinMs)}): each can be in time, and the whole late.`;
  const fix = `Shorten them to ${durationText(playbook.withinMs)} together.`;
  return [remarkAt(positions, stageKey(last.id), 'warning', what, fix)];
}

function shortQuestions(playbook: Playbook, positions: Positions, { againMs, passedOnMs }: Reminders): Remark[] {
  return playbook.stages.flatMap(({ id, gate }: Stage): Remark[] => {
    if (gate === null || gate.expiresMs > passedOnMs) return [];
    const missed =
      gate.expiresMs > againMs
        ? `before it is passed on to the others who may answer (${durationText(passedOnMs)})`
        : `before anybody is reminded (${durationText(againMs)}) and before it is passed on (${durationText(passedOnMs)})`;
    const what = `The gate of stage \`${id}\` expires (${durationText(gate.expiresMs)}) ${missed}.`;
    const fix = `Write \`expires: ${durationText(passedOnMs + againMs)}\` or more.`;
    return [remarkAt(positions, expiresKey(id), 'warning', what, fix)];
  });
}
