import { expect, test } from 'vitest';
import { commandWords } from '../../src/report/words/command-words.ts';

const refused = { class: 'no', person: 'ana' };

test.each([
  [{ command: 'decide', verdict: 'approve' }, 'approve'],
  [{ command: 'decide', verdict: 'reject' }, 'reject'],
  [{ command: 'decide', verdict: 'alone' }, 'act alone'],
  [{ command: 'decide' }, 'approve or reject'],
  [{ command: 'hand-in' }, 'hand-in'],
] as const)('a refused command %j is called as people know it: %s', (data, words) => {
  expect(commandWords({ ...refused, ...data })).toBe(words);
});
