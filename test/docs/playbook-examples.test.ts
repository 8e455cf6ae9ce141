/** Every playbook that docs/playbooks.md shows can be used: lint has nothing to say, every path is walked, and it can be drawn. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPlaybook } from '../../src/playbook/check.ts';
import { graphOf } from '../../src/playbook/graph.ts';
import { chartOf } from '../../src/playbook/paths/chart.ts';
import { walkPaths } from '../../src/playbook/paths/walk-paths.ts';
import { readWithPositions } from '../../src/playbook/read.ts';
import * as grammar from '../../src/playbook/schema.ts';
import { knownActions } from '../playbook/known-actions.ts';

const root = resolve(import.meta.dirname, '../..');
const guide = readFileSync(resolve(root, 'docs/playbooks.md'), 'utf8');
const examples = readdirSync(resolve(root, 'docs/examples'))
  .filter((name) => /^playbook-.*\.yml$/.test(name))
  .map((name) => resolve(root, 'docs/examples', name));

/** Enough people for each group that a playbook names. */
const people = ['ana', 'bo', 'cy', 'dan'].map((id) => ({
  id,
  groups: ['on-call', 'approvers', 'officers', 'team'],
  signs: true,
}));
const reminders = { againMs: 60_000, passedOnMs: 120_000 };

describe.each([resolve(root, 'playbooks/leak.yml'), ...examples])('%s', (path) => {
  const { playbook, positions } = readWithPositions(readFileSync(path, 'utf8'), path);

  test('is shown in the guide, and has no fault and no warning', () => {
    expect(guide).toContain(basename(path));
    expect(checkPlaybook(playbook, positions, { actions: knownActions, people, reminders })).toEqual([]);
  });

  test('every path of it leads to its end; the guide says how many', { timeout: 60_000 }, () => {
    const strikes = new Set(['strike']);
    const { paths, states, transitions, faults, notWalked } = walkPaths(playbook, chartOf(playbook), {
      strikes,
      goOn: () => true,
    });
    expect([faults, notWalked]).toEqual([[], []]);
    const counts = [`${paths} paths walked`, `${states} states`, `${transitions} transitions`];
    const line = counts.map((count) => count.replace(/^\d+/, (number) => Number(number).toLocaleString('en'))).join(', ');
    expect(guide).toContain(`${basename(path)}: ${line}, no dead end`);
  });

  test('can be drawn', () => {
    for (const { id } of playbook.stages) {
      expect(graphOf(playbook, { detail: false })).toContain(`stage_${id.replaceAll('-', '_')}[`);
    }
  });
});

test('the guide explains each key once', () => {
  const shapes = [grammar.playbookShape, grammar.ladderShape, grammar.rungShape, grammar.stageShape, grammar.gateShape];
  const steps = [grammar.doShape, grammar.handShape, grammar.togetherShape];
  const keys = [...shapes, ...steps].flatMap(({ shape }) => Object.keys(shape));
  const rows = [...guide.matchAll(/^\| `([\w-]+):`/gm)].map(([, key]) => key);
  expect([...new Set(rows)].sort()).toEqual([...new Set(keys)].sort());
  expect(rows).toHaveLength(new Set(rows).size);
});
