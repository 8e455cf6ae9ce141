import { expect, it } from 'vitest';
import { checkActions, checkGroups } from '../../src/playbook/check.ts';
import { readWithPositions } from '../../src/playbook/read.ts';
import { leak, leakText } from './journey.ts';

const actions = new Set([
  'credential.identify',
  'credential.probe',
  'credential.strike',
  'credential.prove',
  'leak.plan',
  'report.write',
]);
const groups = new Map([
  ['on-call', 2],
  ['approvers', 2],
]);
const lineOf = (text: string) => leakText.split('\n').findIndex((line) => line.includes(text)) + 1;

it('leak.yml calls only what the first slice serves, and counts on two groups', () => {
  expect(checkActions(leak, actions)).toEqual([]);
  expect(checkGroups(leak, groups)).toEqual([]);
});

it('an action that nobody serves is shown where it is written', () => {
  const { playbook, positions } = readWithPositions(leakText.replace('credential.prove,', 'credential.prov,'), 'leak.yml');
  expect(checkActions(playbook, actions, positions)).toEqual([
    {
      line: lineOf('credential.prove,'),
      column: 15,
      what: 'Step `prov`: there is no action `credential.prov`.',
      fix: 'Did you mean `credential.prove`?',
    },
  ]);
  const [fault] = checkActions(playbook, new Set(['a.b']));
  expect(fault).toMatchObject({ line: 1, column: 1, fix: 'Write one of: a.b; or make it a step `by-hand:`.' });
});

it('a group that does not exist is shown where it is named, for steps and for rungs', () => {
  const { playbook, positions } = readWithPositions(leakText, 'leak.yml');
  const faults = checkGroups(
    playbook,
    new Map([
      ['on-cal', 1],
      ['approvers', 2],
    ]),
    positions,
  );
  const hand = playbook.stages.flatMap(({ steps }) => steps).filter(({ type }) => type === 'by-hand');
  expect(faults).toHaveLength(hand.length + 1);
  expect(faults).toContainEqual({
    line: lineOf('reversible: {'),
    column: 36,
    what: 'Ladder `standard`, rung `reversible`: there is no group `on-call`.',
    fix: 'Did you mean `on-cal`?',
  });
});

it('a group with fewer people than its rung asks for is refused', () => {
  const faults = checkGroups(
    leak,
    new Map([
      ['on-call', 1],
      ['approvers', 1],
    ]),
  );
  expect(faults.map(({ what }) => what)).toEqual([
    'Ladder `standard`, rung `mass` needs 2 from group `approvers`, which has 1.',
  ]);
});

it('a step by hand needs somebody in its group', () => {
  expect(
    checkGroups(
      leak,
      new Map([
        ['on-call', 0],
        ['approvers', 2],
      ]),
    ).length,
  ).toBeGreaterThan(5);
});
