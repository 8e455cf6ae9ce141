import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, step } from '../../src/playbook/advance.ts';
import { compile } from '../../src/playbook/compile.ts';
import type { MachineEffect, MachineEvent } from '../../src/playbook/step.ts';
import { leak } from './journey.ts';
import { where } from './where.ts';

const stages = leak.stages.map(({ id }) => id);
const steps = leak.stages.flatMap((stage) => stage.steps.map(({ id }) => id));
const timers = [...compile(leak).timers.keys()];
const odd = ['', 'end', 'constructor', '__proto__', 'xstate.init', '*'];

const event: fc.Arbitrary<MachineEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constantFrom('settled', 'stuck', 'retried'), step: fc.constantFrom(...steps, ...odd) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('gate-accepted', 'gate-unneeded', 'gate-refused', 'gate-skipped', 'gate-by-hand'),
      stage: fc.constantFrom(...stages, ...odd),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('replan', 'contained', 'reopened') }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('timer'), timer: fc.constantFrom(...timers, ...odd, 'xstate.init') }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('xstate.init', 'xstate.stop', 'xstate.done.state.step:strike', '*') }),
  },
) as fc.Arbitrary<MachineEvent>;

/** Random events alone rarely get far: a walk is mostly the right event, with others strewn in. */
const walk = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: event }), {
  maxLength: 80,
  size: 'max',
});

/** What would go on from here: a running or stuck step settles, a gate is accepted. */
function onward(state: unknown): MachineEvent {
  const { steps: at, gate } = where(leak, state);
  const [asking] = Object.keys(gate).filter((stage) => gate[stage] === 'asking');
  const [refused] = Object.keys(gate);
  const active = steps.find((id) => at[id] === 'running' || at[id] === 'stuck');
  if (active !== undefined) return { type: 'settled', step: active };
  if (asking !== undefined) return { type: 'gate-accepted', stage: asking };
  return refused === undefined ? { type: 'reopened' } : { type: 'gate-by-hand', stage: refused };
}

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const starts = { 'start-step': 'step', 'start-timer': 'timer' } as const;
const stops = { 'stop-step': 'step', 'stop-timer': 'timer' } as const;
const subject = (event: { step?: string; timer?: string }) => event.step ?? event.timer ?? '';

/** What runs after `event` and its effects; fails when something is started twice, or a step stopped that does not run. */
function follow(running: Set<string>, event: MachineEvent | null, effects: MachineEffect[]): void {
  if (event?.type === 'timer') running.delete(`timer ${event.timer}`);
  if (event?.type === 'settled') running.delete(`step ${event.step}`);
  for (const effect of effects) {
    if (effect.type in starts) {
      const started = `${starts[effect.type as keyof typeof starts]} ${subject(effect as never)}`;
      expect(running).not.toContain(started);
      running.add(started);
    } else if (effect.type in stops) {
      const stopped = `${stops[effect.type as keyof typeof stops]} ${subject(effect as never)}`;
      // A timer may be stopped that fired before: then nothing is to stop.
      expect(running.delete(stopped) || effect.type === 'stop-timer').toBe(true);
    }
  }
}

/** Steps that stand as running or stuck. */
function activeSteps(state: unknown): string[] {
  const { steps: at } = where(leak, state);
  return steps.filter((id) => at[id] === 'running' || at[id] === 'stuck').map((id) => `step ${id}`);
}

/** A timer fires only while it runs: the caller fences the others by the timer's own id. */
const stale = (running: Set<string>, event: MachineEvent) => event.type === 'timer' && !running.has(`timer ${event.timer}`);

const among = (running: Set<string>, kind: string): string[] => [...running].filter((name) => name.startsWith(kind));

describe('whatever happens to an incident', { timeout: 60_000 }, () => {
  it('nothing throws, an ignored event changes nothing, and the state is the same after a round trip through JSON', () => {
    let ignored = 0;
    let finished = 0;
    fc.assert(
      fc.property(walk, (events) => {
        let now = begin(leak);
        for (const wanted of events) {
          const next = wanted ?? onward(now.state);
          const direct = step(leak, now.state, next);
          expect(step(leak, json(now.state), next)).toEqual(direct);
          if (direct === null) {
            ignored += 1;
            continue;
          }
          expect(json(direct)).toEqual(direct);
          // An event that is heeded moves something or says something.
          expect(direct.effects.length > 0 || JSON.stringify(direct.value) !== JSON.stringify(now.value)).toBe(true);
          now = direct;
        }
        if (now.finished) finished += 1;
      }),
      { numRuns: 100 },
    );
    expect(ignored).toBeGreaterThan(0);
    expect(finished).toBeGreaterThan(0);
  });

  it('a step or timer is started once before it is stopped, settled or fired, and at the end no step is left running', () => {
    fc.assert(
      fc.property(walk, (events) => {
        const running = new Set<string>();
        let now = begin(leak);
        follow(running, null, now.effects);
        for (const wanted of events) {
          const next = wanted ?? onward(now.state);
          const direct = stale(running, next) ? null : step(leak, now.state, next);
          if (direct === null) continue;
          now = direct;
          follow(running, next, now.effects);
          expect(among(running, 'step ').sort()).toEqual(activeSteps(now.state).sort());
        }
        if (now.finished) expect([...among(running, 'timer stage'), ...among(running, 'timer gate')]).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('a state of another playbook is refused instead of being walked on', () => {
    const foreign = json(begin(leak).state) as { value: unknown };
    foreign.value = { flow: { elsewhere: 'open' }, clock: { running: 'calm' } };
    expect(() => step(leak, foreign, { type: 'replan' })).toThrow('does not fit playbook "leak"');
  });

  it('the stored state stays small', () => {
    expect(JSON.stringify(begin(leak).state).length).toBeLessThan(500);
  });
});
