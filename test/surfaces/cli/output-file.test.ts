import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeOutput } from '../../../src/surfaces/cli/output-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staunch-output-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text = 'ours: new') =>
  writeOutput({ path: join(folder, name), text, what: 'The bundle', isSuch: (beginning) => beginning.startsWith('ours') });

test('a new file is its owner’s alone, and an older one of the kind is replaced', async () => {
  await write('new', 'ours: old');
  await write('new');
  expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('ours: new');
  expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o600);
});

test('a file that holds something else is kept, and the error says so', async () => {
  writeFileSync(join(folder, 'record.key'), 'a key');
  await expect(write('record.key')).rejects.toMatchObject({
    class: 'usage',
    message: expect.stringContaining('a file is there that holds something else'),
  });
  expect(readFileSync(join(folder, 'record.key'), 'utf8')).toBe('a key');
});

test('behind a link its target is replaced, and the link stays', async () => {
  writeFileSync(join(folder, 'target'), 'ours: old');
  symlinkSync(join(folder, 'target'), join(folder, 'link'));
  await write('link');
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('ours: new');
});

test('a pipe is written into, and is still a pipe', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [read] = await Promise.all([readFile(pipe, 'utf8'), write('pipe')]);
  expect(read).toBe('ours: new');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test.each([
  ['.', 'it is a folder'],
  ['missing/file', 'there is no folder'],
])('%s: %s, in words and without a temporary name', async (name, words) => {
  const error = await write(name).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ class: 'usage', message: expect.stringContaining(words) });
  expect((error as Error).message).not.toMatch(/ENO|EIS|\.tmp/);
  expect(existsSync(join(folder, 'missing'))).toBe(false);
});
