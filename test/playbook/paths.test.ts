import { expect, it } from 'vitest';
import { type AnyMachineSnapshot, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { compile } from '../../src/playbook/compile.ts';
import { leak } from './journey.ts';

const { machine } = compile(leak);
const name = (snapshot: AnyMachineSnapshot): string => JSON.stringify(snapshot.value);

/** What a job, a person or a timer could send that this state listens to; what the statechart raises itself nobody sends. */
function heard({ _nodes }: AnyMachineSnapshot): string[] {
  return _nodes.flatMap((node) => node.ownEvents as string[]).filter((type) => !type.startsWith('xstate.done.'));
}

/** Every state that these events can bring about, and for each the states that lead to it. */
function explore(allowed: (event: string) => boolean): { states: AnyMachineSnapshot[]; before: Map<string, Set<string>> } {
  const eventsOf = (state: AnyMachineSnapshot) => heard(state).flatMap((type) => (allowed(type) ? [{ type }] : []));
  const paths = getShortestPaths(machine, { events: eventsOf, serializeState: (state) => name(state as AnyMachineSnapshot) });
  const states = paths.map(({ state }) => state as AnyMachineSnapshot);
  const before = new Map<string, Set<string>>(states.map((state) => [name(state), new Set()]));
  for (const state of states) {
    for (const event of eventsOf(state)) before.get(name(transition(machine, state, event)[0]))?.add(name(state));
  }
  return { states, before };
}

/** The states from which some end can be reached: walked backwards from the ends. */
function leadingToEnd({ states, before }: ReturnType<typeof explore>): Set<string> {
  const leading = new Set(states.filter(({ value }) => (value as { flow: unknown }).flow === 'end').map(name));
  // A set visits what is added while it is walked.
  for (const state of leading) for (const earlier of before.get(state) ?? []) leading.add(earlier);
  return leading;
}

// Hundreds of states with a dozen events each: seconds of arithmetic on a busy machine.
const timeout = 60_000;

it('from every state that leak.yml can be in, its end can be reached', { timeout }, () => {
  const explored = explore(() => true);
  expect(explored.states.length).toBeGreaterThan(500);
  expect(leadingToEnd(explored).size).toBe(explored.states.length);
});

it('also when nobody ever agrees, and no timer fires', { timeout }, () => {
  const explored = explore((event) => !/^(gate-accepted|gate-unneeded|xstate\.after)/.test(event));
  expect(explored.states.length).toBeGreaterThan(200);
  expect(leadingToEnd(explored).size).toBe(explored.states.length);
});

it('the proof can fail: without skip and by hand, a refused gate is a dead end unless the plan is made again', {
  timeout,
}, () => {
  const explored = explore((event) => !/^(gate-skipped|gate-by-hand|replan|xstate\.after|contained)/.test(event));
  const dead = explored.states.length - leadingToEnd(explored).size;
  expect(dead).toBe(1);
});
