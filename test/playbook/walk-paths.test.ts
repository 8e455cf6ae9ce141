import { describe, expect, test } from 'vitest';
import { type Chart, chartOf } from '../../src/playbook/paths/chart.ts';
import { type Walked, walkPaths } from '../../src/playbook/paths/walk-paths.ts';
import { pathWords } from '../../src/playbook/paths/words.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { Advance, MachineEffect, MachineEvent } from '../../src/playbook/step.ts';
import { good } from './good-playbook.ts';
import { leak } from './journey.ts';

const playbook = readPlaybook(good, 'test.yml');
const options = { strikes: new Set(['strike']), goOn: () => true };
const timeout = 60_000;

/** The same statechart with one fault planted; every other answer is as it was. */
function planted(plant: (advance: Advance, event: MachineEvent | null) => Advance | null): Chart {
  const sound = chartOf(playbook);
  const heedless = (event: MachineEvent, advance: Advance | null) => (advance === null ? null : plant(advance, event));
  return {
    begin: () => plant(sound.begin(), null) as Advance,
    step: (state, event) => heedless(event, sound.step(state, event)),
    heard: (state) => sound.heard(state),
  };
}

const without =
  (type: MachineEffect['type'], on: (event: MachineEvent | null) => boolean = () => true) =>
  (advance: Advance, event: MachineEvent | null): Advance =>
    on(event) ? { ...advance, effects: advance.effects.filter((effect) => effect.type !== type) } : advance;

const also =
  (effect: MachineEffect, on: (event: MachineEvent | null) => boolean) =>
  (advance: Advance, event: MachineEvent | null): Advance =>
    on(event) ? { ...advance, effects: [...advance.effects, effect] } : advance;

const walk = (chart: Chart): Walked => walkPaths(playbook, chart, options);
const whats = (walked: Walked) => walked.faults.map(({ what }) => what).join('\n');

describe('a sound playbook', { timeout }, () => {
  test('leak.yml is walked whole: every state, every answer in it, and no fault', () => {
    const { states, transitions, paths, faults, notWalked } = walkPaths(leak, chartOf(leak), options);
    expect(faults).toEqual([]);
    expect(notWalked).toEqual([]);
    expect(states).toBeGreaterThan(500);
    // Each answer in each state begins a path; two of them may go the same way to the end.
    expect(transitions).toBeGreaterThan(states);
    expect(paths).toBeGreaterThan(states);
  });

  test('the count is the same each time', () => {
    expect(walk(chartOf(playbook))).toEqual(walk(chartOf(playbook)));
  });

  test('a playbook of one stage and one step has the paths that can be counted by hand', () => {
    const one = readPlaybook(
      'playbook: one\ntitle: One\nwithin: 15m\nstages:\n  do:\n    within: 5m\n    steps:\n      - { do: report.write }\n    next: end\n',
      'one.yml',
    );
    const walked = walkPaths(one, chartOf(one), options);
    // Running, stuck and over, each with a clock that is calm, warned, overdue or stopped.
    expect(walked.states).toBe(3 * 4);
    expect(walked.faults).toEqual([]);
  });
});

describe('a planted fault is found, and the shortest way to it shown', { timeout }, () => {
  test('a stuck step that nobody can get out of', () => {
    const deaf = planted((advance, event) => (event?.type === 'retried' ? null : advance));
    expect(whats(walk(deaf))).toContain('The answer `retried identify` is not listened to.');
    const dead = walk({
      ...chartOf(playbook),
      step: (state, event) => {
        const stuck = JSON.stringify(state).includes('"strike":"stuck"');
        return stuck && event.type !== 'timer' ? null : chartOf(playbook).step(state, event);
      },
    });
    const fault = dead.faults.find(({ what }) => what.includes('a dead end'));
    expect(pathWords(playbook, fault?.path ?? [])).toEqual([
      'It is declared.',
      expect.stringContaining('(identify) is done.'),
      expect.stringContaining('(plan) is done.'),
      expect.stringMatching(/People agree to the plan|Nothing is left to agree to/),
      expect.stringContaining('(strike) is stuck.'),
    ]);
  });

  test.each<[string, (advance: Advance, event: MachineEvent | null) => Advance | null, string]>([
    ['a step that is never begun', without('start-step', (event) => event?.type === 'gate-accepted'), 'which was never begun'],
    ['a step that is left and not stopped', without('stop-step'), 'it was not stopped'],
    ['a question that is not closed', without('gate-closed'), 'was not stopped'],
    ['an end that is not told', without('finished'), 'does not say so'],
    [
      'an end that is told twice',
      (advance) => ({
        ...advance,
        effects: [...advance.effects, ...advance.effects.filter(({ type }) => type === 'finished')],
      }),
      'It ends twice.',
    ],
    ['a stage that is not ended', without('stage-done'), 'is still open'],
    [
      'a strike before anybody agreed',
      also({ type: 'start-step', step: 'strike' }, (event) => event?.type === 'settled' && event.step === 'plan'),
      'nobody had agreed',
    ],
    [
      'a limit that stops a step',
      also({ type: 'stop-step', step: 'strike' }, (event) => event?.type === 'timer' && event.timer === 'stage-overdue:cut'),
      'moves the playbook',
    ],
    [
      'two questions at once',
      also({ type: 'gate-opened', stage: 'look' }, (event) => event?.type === 'settled' && event.step === 'plan'),
      'Two questions are open at once',
    ],
    ['a refusal that nobody hears', (advance, event) => (event?.type === 'gate-refused' ? null : advance), 'gate-refused cut'],
  ])('%s', (_, plant, what) => {
    expect(whats(walk(planted(plant)))).toContain(what);
  });

  test('a gate that only a yes opens is no way out when nobody ever says yes', () => {
    const stubborn: Chart = {
      ...chartOf(playbook),
      step: (state, event) =>
        ['gate-skipped', 'gate-by-hand', 'replan'].includes(event.type) ? null : chartOf(playbook).step(state, event),
    };
    expect(whats(walk(stubborn))).toContain('only if people agree or a time passes');
  });
});

describe('what is too large', { timeout }, () => {
  test('is walked in part, and what was left is said', () => {
    const walked = walkPaths(playbook, chartOf(playbook), { ...options, mostStates: 20 });
    expect(walked.notWalked.join(' ')).toContain('one after the other');
    expect(walked.faults).toEqual([]);
  });

  test('ends when its time is over, and says how much was left', () => {
    let asked = 0;
    const goOn = () => {
      asked += 1;
      return asked < 400;
    };
    expect(walkPaths(playbook, chartOf(playbook), { ...options, goOn }).notWalked.join(' ')).toContain(
      'because the time for walking was over',
    );
  });
});
