import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeReport } from '../../src/report/write-report.ts';

/** The same text in every format. */
const inAll = (text: string) => ({ md: text, html: text, json: text });
const files = ['INC-7.html', 'INC-7.json', 'INC-7.md'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staunch-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a report lies in its own folder, for nobody else to read', async () => {
  const path = await writeReport(folder, 7, inAll('# INC-7\n'));
  expect(path).toBe(join(folder, 'reports', 'INC-7.md'));
  expect(readFileSync(path, 'utf8')).toBe('# INC-7\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'reports')).mode & 0o777).toBe(0o700);
});

test('a report written again replaces the old one, and leaves nothing beside it', async () => {
  await writeReport(folder, 7, inAll('old'));
  const path = await writeReport(folder, 7, inAll('new'));
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(join(folder, 'reports'))).toEqual(files);
});

test('reports written at the same time are each whole', async () => {
  const texts = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(50_000));
  const [path = ''] = await Promise.all(texts.map((text) => writeReport(folder, 7, inAll(text))));
  expect(texts).toContain(readFileSync(path, 'utf8'));
  expect(readdirSync(join(folder, 'reports'))).toEqual(files);
});

test('a folder that others may look into is refused, with the command that closes it', async () => {
  mkdirSync(join(folder, 'reports'));
  chmodSync(join(folder, 'reports'), 0o755);
  await expect(writeReport(folder, 7, inAll('x'))).rejects.toThrow(`chmod 700 '${join(folder, 'reports')}'`);
  expect(existsSync(join(folder, 'reports', 'INC-7.md'))).toBe(false);
});

test('a report that cannot be put in its place leaves no half of it behind', async () => {
  mkdirSync(join(folder, 'reports', 'INC-7.md', 'in the way'), { recursive: true });
  chmodSync(join(folder, 'reports'), 0o700);
  await expect(writeReport(folder, 7, inAll('x'))).rejects.toThrow();
  expect(readdirSync(join(folder, 'reports'))).toEqual(files);
});
