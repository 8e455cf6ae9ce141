import { expect, test } from 'vitest';
import { didYouMean } from '../../../src/platform/config/did-you-mean.ts';

const keys = ['people', 'targets', 'protected', 'hold', 'data'];

test.each([
  ['peopel', 'people'],
  ['target', 'targets'],
  ['Hold', 'hold'],
  ['dat', 'data'],
  ['hodl', 'hold'],
  ['x', null],
  ['completely-other', null],
  ['', null],
])('%s → %s', (word, meant) => {
  expect(didYouMean(word, keys)).toBe(meant);
});
