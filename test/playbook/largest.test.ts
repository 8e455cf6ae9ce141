/** The largest playbook that the grammar takes: looking at it ends, in bounded room, and says what was left. */
import { describe, expect, test } from 'vitest';
import { chartOf } from '../../src/playbook/paths/chart.ts';
import { type Walked, walkPaths } from '../../src/playbook/paths/walk-paths.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import { grammarLimits } from '../../src/playbook/schema.ts';

const { stages, stepsPerStage } = grammarLimits;

/** So many stages of so many steps behind a first one: one after the other, or all at once. */
function playbookOf(count: number, steps: number, together: boolean): string {
  const ids = Array.from({ length: count }, (_, index) => `s${index}`);
  const next = (index: number) => (together ? '' : `    next: ${ids[index + 1] ?? 'end'}\n`);
  const step = (id: string) => (_: unknown, index: number) =>
    `      - { by-hand: Look, id: ${id}-${index}, who: on-call, instructions: Look. }\n`;
  return [
    'playbook: large\ntitle: Large\nwithin: 15m\nstages:\n  first:\n    within: 1m\n',
    '    steps: [{ do: credential.identify, each: credential }]\n',
    `    next: ${together ? `{ together: [${ids.join(', ')}], then: end }` : 's0'}\n`,
    ...ids.flatMap((id, index) => [
      `  ${id}:\n    within: 5m\n    steps:\n`,
      ...Array.from({ length: steps }, step(id)),
      next(index),
    ]),
  ].join('');
}

/** `patience`: how often it may ask whether to go on. */
function walked(text: string, patience: number): Walked {
  const playbook = readPlaybook(text, 'large.yml');
  let asked = 0;
  const goOn = () => {
    asked += 1;
    return asked < patience;
  };
  return walkPaths(playbook, chartOf(playbook), { strikes: new Set(), goOn });
}

describe('a playbook of the largest size', { timeout: 120_000 }, () => {
  test.each([
    { how: 'one after the other', together: false, left: 'all ways together through s0, s1' },
    { how: 'all at once', together: true, left: 'stages that run together: they were walked one after the other' },
  ])('with its stages $how is walked as far as there is time', ({ together, left }) => {
    const { states, paths, faults, notWalked } = walked(playbookOf(stages - 1, stepsPerStage, together), 250);
    expect(faults).toEqual([]);
    expect(states).toBeGreaterThan(200);
    expect(paths).toBe(0);
    const said = notWalked.join('; ');
    expect(said).toContain(left);
    expect(said).toContain('what lies behind the first');
    expect(said).toContain('paths, because the time for walking was over');
  });
});

test('five stages of four steps at once are walked by neighbours, and no fault is seen where there is none', {
  timeout: 120_000,
}, () => {
  const { states, transitions, paths, faults, notWalked } = walked(playbookOf(5, 4, true), Number.POSITIVE_INFINITY);
  expect(faults).toEqual([]);
  expect(states).toBeGreaterThan(1_000);
  expect(transitions).toBeGreaterThan(states);
  expect(paths).toBeGreaterThan(states);
  expect(notWalked.join('; ')).toMatch(/at most \d neighbours beside each other/);
});
