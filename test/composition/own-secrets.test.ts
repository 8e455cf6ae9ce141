import { expect, test } from 'vitest';
import { ownSecrets } from '../../src/composition/own-secrets.ts';

test('what was given and what a program handed over is our own, and nothing else is', () => {
  const own = ownSecrets(['of-the-admin', 'of-the-database']);
  own.obtained('of-a-program');
  const asked = ['of-the-admin', 'of-the-database', 'of-a-program', 'of-the-admi', 'of-the-admin ', ''];
  expect(asked.map(own.isOwn)).toEqual([true, true, true, false, false, false]);
});

test('the newest of those that programs handed over are remembered, and no value is kept', () => {
  const own = ownSecrets(['of-the-admin'], 2);
  for (const secret of ['first', 'second', 'first', 'third']) own.obtained(secret);
  expect(['first', 'second', 'third', 'of-the-admin'].map(own.isOwn)).toEqual([true, false, true, true]);
  expect(JSON.stringify(own)).not.toContain('first');
});
