import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureDataFolder, ensurePrivateFolder } from '../../src/platform/folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'staunch-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true }));
const modeOf = (path: string) => statSync(path).mode & 0o777;

test('a missing folder is made, private, with its parents', () => {
  const path = join(parent, 'a', 'b');
  expect(ensureDataFolder(path)).toEqual({ path, remark: null });
  expect(modeOf(path)).toBe(0o700);
});

test('an empty folder is closed to others', () => {
  const path = join(parent, 'empty');
  mkdirSync(path);
  chmodSync(path, 0o777);
  expect(ensureDataFolder(path).remark).toBeNull();
  expect(modeOf(path)).toBe(0o700);
});

test('a folder in use is left as it is: remarked upon when readable, refused when writable by others', () => {
  const path = join(parent, 'home');
  mkdirSync(path);
  writeFileSync(join(path, 'x'), '');
  chmodSync(path, 0o755);
  expect(ensureDataFolder(path).remark).toContain(`chmod 700 '${path}'`);
  expect(modeOf(path)).toBe(0o755);
  chmodSync(path, 0o775);
  expect(() => ensureDataFolder(path)).toThrow(`chmod 700 '${path}'`);
});

test('a file in its place is refused', () => {
  const path = join(parent, 'file');
  writeFileSync(path, '');
  expect(() => ensureDataFolder(path)).toThrow('is a file');
  expect(() => ensureDataFolder(join(path, 'below'))).toThrow('cannot be made');
});

test('a private folder that others may look into is refused', () => {
  const path = join(parent, 'keys');
  ensurePrivateFolder(path);
  expect(modeOf(path)).toBe(0o700);
  chmodSync(path, 0o750);
  expect(() => ensurePrivateFolder(path)).toThrow('0750');
});
