import { expect, test } from 'vitest';
import { lengthWords } from '../../src/report/words/time-words.ts';

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [4_400, '4 s'],
  [60_000, '1 min'],
  [132_000, '2 min 12 s'],
  [3_960_000, '1 h 6 min'],
  [3_605_000, '1 h'],
  [277_200_000, '3 d 5 h'],
])('%i ms are "%s"', (ms, words) => {
  expect(lengthWords(ms)).toBe(words);
});
