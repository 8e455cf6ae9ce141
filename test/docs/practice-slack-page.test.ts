/** docs/practice-slack.md says what the code and the tests say. STAUNCH_WRITE_PAGES=true writes it, else it is compared. */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { methods } from '../../src/practice/slack/api/methods.ts';
import { startApi } from '../practice/slack/api/api-server.ts';
import { differences } from '../practice/slack/outside/differences.ts';
import { apiSample } from '../practice/slack/samples/official.ts';
import { refusals } from '../practice/slack/samples/refusals.ts';
import { unlisted } from '../practice/slack/samples/unlisted.ts';
import { practiceSlackPage } from './practice-slack-page.ts';

const page = resolve(import.meta.dirname, '../../docs/practice-slack.md');
const outside = (name: string) => readFileSync(resolve(import.meta.dirname, '../practice/slack/outside', name), 'utf8');

/** The three calls that Slack's clients make of one. */
const uploads = ['files.getUploadURLExternal', 'files.completeUploadExternal'];

/** Methods that a program calls, read from its text. */
function calledIn(text: string): Set<string> {
  const called = [...text.matchAll(/client\.([a-z]+)[._]([a-zA-Z_]+)\(/g)].map(([, family, rest]) =>
    `${family}.${rest}`.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  const isUploading = /files_upload_v2|filesUploadV2/.test(text);
  return new Set([...called, ...(isUploading ? uploads : [])]);
}

test('the page of the practice Slack says what the code and the tests say', async () => {
  const refused = refusals(await startApi());
  const python = calledIn(outside('stock_client.py'));
  const emulate = calledIn(outside('shared-calls.ts'));
  const checked = [...methods.values()]
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
    .map((method) => ({
      method,
      errors: refused.filter((refusal) => refusal.method === method.name).map(({ error }) => error),
      sampled: apiSample(method.name) !== null,
      python: python.has(method.name),
      emulate: emulate.has(method.name),
    }));
  expect(checked.filter(({ python }) => python).length).toBeGreaterThan(20);
  expect(checked.filter(({ emulate }) => emulate).length).toBeGreaterThan(30);
  const told = Object.entries(differences).map(([name, difference]) => ({ name, ...difference }));
  const remarks = [...unlisted].map(([what, why]) => `\`${what}\`: ${why}.`);
  const text = practiceSlackPage(checked, remarks, told);
  if (process.env.STAUNCH_WRITE_PAGES === 'true') await writeFile(page, text);
  expect(await readFile(page, 'utf8'), 'STAUNCH_WRITE_PAGES=true writes it anew').toBe(text);
});
