/** The ways through one stage or through stages that run together: what bot and people can answer, in turn. */
import type { MachineEvent } from '../step.ts';
import type { Playbook, Stage, Step } from '../tree.ts';
import { type Leg, legsOf } from '../walk.ts';

export type Way = MachineEvent[];

/** Ways through one leg, after the straight way before it. Made when they are walked: together they are long. */
export type LegWays = { before: Way; count: number; ways(): Iterable<Way> };

/** More ways of one kind through one leg are not walked: then each step's ways once, and the others straight. */
const mostWays = 3_000;

/**
 * For each leg: every way through it on which no answer is given twice in the same place (a step is done; stuck, then done,
 * skipped or by hand; stuck, tried again, done. A gate is answered at once or after it expired). Where stages run together,
 * every combination of their ways, each stage answering in turn.
 */
export function waysOf(playbook: Playbook): { legs: LegWays[]; left: string | null } {
  const left: Leg[] = [];
  const legs: LegWays[] = [];
  const before: Way = [];
  for (const leg of legsOf(playbook)) {
    legs.push({ before: [...before], ...waysThrough(leg, left) });
    before.push(...inTurn(leg.map(straightWay)));
  }
  const each = 'each way of each step and each gate was walked, the others going well';
  return { legs, left: left.length === 0 ? null : `all ways together through ${namesOf(left)}: ${each}` };
}

/** Every order in which the steps of stages that run together can be done, all going well. */
export function ordersOf(playbook: Playbook): { legs: LegWays[]; left: string | null } {
  const left: Leg[] = [];
  const legs: LegWays[] = [];
  const before: Way = [];
  for (const leg of legsOf(playbook)) {
    const straight = leg.map(straightWay);
    if (leg.length > 1) {
      const count = interleavings(straight.map((way) => way.length));
      const two = () => [straight.flat(), straight.toReversed().flat()];
      if (count > mostWays) left.push(leg);
      legs.push({
        before: [...before],
        ...(count > mostWays ? { count: 2, ways: two } : { count, ways: () => merged(straight) }),
      });
    }
    before.push(...inTurn(straight));
  }
  return { legs, left: left.length === 0 ? null : `every order in which ${namesOf(left)} can go on: two were walked` };
}

function waysThrough(leg: Leg, left: Leg[]): Omit<LegWays, 'before'> {
  const count = leg.reduce((product, stage) => product * countOf(stage), 1);
  if (count <= mostWays) return { count, ways: () => combined(leg.map(waysOfStage)).map(inTurn) };
  left.push(leg);
  return { count: leg.reduce((sum, stage) => sum + sparseCount(stage), 0), ways: () => sparsely(leg) };
}

/** Each stage off its straight way, the others on theirs. */
function* sparsely(leg: Leg): Generator<Way> {
  for (const stage of leg) {
    for (const way of sparseWays(stage)) yield inTurn(leg.map((other) => (other === stage ? way : straightWay(other))));
  }
}

const settled = ({ id }: Step): Way => [{ type: 'settled', step: id }];

function waysOfStep(step: Step): Way[] {
  const { id } = step;
  const stuck: MachineEvent = { type: 'stuck', step: id };
  return [settled(step), [stuck, ...settled(step)], [stuck, { type: 'retried', step: id }, ...settled(step)]];
}

/** The ways through a gate, each with the steps that follow it in its stage. */
function gateWays({ id, gate, steps }: Stage): { way: Way; steps: Step[] }[] {
  if (gate === null) return [{ way: [], steps }];
  const answer = (type: 'gate-accepted' | 'gate-unneeded' | 'gate-refused' | 'gate-skipped' | 'gate-by-hand') => ({
    type,
    stage: id,
  });
  const passed = [
    { way: [answer('gate-accepted')], steps },
    { way: [answer('gate-unneeded')], steps },
    ...[[], [answer('gate-refused')]].flatMap((refused) => [
      { way: [...refused, answer('gate-skipped')], steps: [] },
      { way: [...refused, answer('gate-by-hand')], steps: steps.slice(1) },
    ]),
  ];
  const expired: MachineEvent = { type: 'timer', timer: `gate-expires:${id}` };
  return [...passed, ...passed.map(({ way, steps: following }) => ({ way: [expired, ...way], steps: following }))];
}

function waysOfStage(stage: Stage): Way[] {
  return gateWays(stage).flatMap(({ way, steps }) => combined(steps.map(waysOfStep)).map((parts) => [...way, ...parts.flat()]));
}

function countOf(stage: Stage): number {
  return gateWays(stage).reduce((sum, { steps }) => sum + 3 ** steps.length, 0);
}

/** Each way of the gate with the steps going well, then each step off the straight way once. */
function* sparseWays(stage: Stage): Generator<Way> {
  for (const { way, steps } of gateWays(stage)) yield [...way, ...steps.flatMap(settled)];
  const opening = gateWays(stage)[0]?.way ?? [];
  for (const step of stage.steps) {
    for (const way of waysOfStep(step).slice(1))
      yield [...opening, ...stage.steps.flatMap((other) => (other === step ? way : settled(other)))];
  }
}

const sparseCount = (stage: Stage): number => gateWays(stage).length + 2 * stage.steps.length;

function straightWay(stage: Stage): Way {
  return [...(gateWays(stage)[0]?.way ?? []), ...stage.steps.flatMap(settled)];
}

/** One answer of each way after the other, until all are at their end. */
function inTurn(ways: Way[]): Way {
  const longest = Math.max(0, ...ways.map((way) => way.length));
  return Array.from({ length: longest }, (_, index) => ways.flatMap((way) => way.slice(index, index + 1))).flat();
}

function combined<T>(choices: T[][]): T[][] {
  return choices.reduce<T[][]>((all, some) => all.flatMap((parts) => some.map((part) => [...parts, part])), [[]]);
}

function merged(ways: Way[]): Way[] {
  if (ways.every((way) => way.length === 0)) return [[]];
  return ways.flatMap((way, index) => {
    const [first, ...rest] = way;
    return first === undefined ? [] : merged(ways.with(index, rest)).map((tail) => [first, ...tail]);
  });
}

/** How many orders there are: the multinomial coefficient of the lengths. */
function interleavings(lengths: number[]): number {
  let count = 1;
  let total = 0;
  for (const length of lengths) {
    for (let index = 1; index <= length; index += 1) {
      total += 1;
      count = (count * total) / index;
    }
  }
  return Math.round(count);
}

/** Enough to know which are meant. */
const mostNames = 6;

function namesOf(legs: Leg[]): string {
  const names = legs.map(
    (leg) =>
      leg
        .slice(0, mostNames)
        .map(({ id }) => id)
        .join(' beside ') + (leg.length > mostNames ? ' …' : ''),
  );
  return names.slice(0, mostNames).join(', ') + (names.length > mostNames ? ` and ${names.length - mostNames} more` : '');
}
