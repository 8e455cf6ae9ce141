/** `playbook lint` and `config check` on files, as an operator has them. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nothingOwn } from '../../src/capabilities/actions/own-secret.ts';
import { checkConfig, lintPlaybook } from '../../src/composition/checks.ts';
import { actionsFor } from '../../src/composition/house.ts';
import type { Environment } from '../../src/platform/config/environment.ts';
import { knownActions } from '../playbook/known-actions.ts';

const leak = resolve(import.meta.dirname, '../../playbooks/leak.yml');
const environment: Environment = {
  configFile: null,
  dataFolder: null,
  databaseUrl: null,
  person: null,
  production: false,
  recordKey: null,
  valuesKey: null,
  fingerprintKey: null,
  secret: (name) => (name === 'TOKEN' ? 'made-up' : null),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staunch-checks-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH7cr0JbOLNx42TCV6VgOcS2SANRsPQi98Hftai3Xjld';
const everybody = `people:\n  ana: { groups: [on-call, approvers], ssh: ${key} }\n  bo: { groups: [on-call, approvers] }\n  cy: { groups: [approvers] }\n`;

/** What both say of a playbook under that configuration: line by line the same. */
async function saidOf(playbook: string, people = everybody) {
  const place = { config: join(folder, 'staunch.yml'), data: folder };
  await writeFile(join(folder, 'leak.yml'), playbook);
  await writeFile(place.config, `${people}playbooks: { leak: leak.yml }\n`);
  const checked = checkConfig(place, environment);
  expect(lintPlaybook(join(folder, 'leak.yml'), place, environment)).toEqual(checked);
  return checked.map(({ severity, line, message }) => `${severity} ${line} ${message}`);
}

test('whoever Slack knows can decide, where Slack is connected', async () => {
  const text = await readFile(leak, 'utf8');
  const slack = (id: string) => `slack: { user: U0${id.toUpperCase()}00000, team: T0TEAM0001 }`;
  const known = `people:\n${['ana', 'bo', 'cy'].map((id) => `  ${id}: { groups: [on-call, approvers], ${slack(id)} }\n`).join('')}`;
  const connected = `slack: { bot-token: { env: TOKEN }, app-token: { env: TOKEN } }\n`;
  expect(await saidOf(text, known)).toContainEqual(expect.stringContaining('cannot decide'));
  expect(await saidOf(text, `${known}${connected}`)).toEqual([]);
});

test('both say the same: of the form, of names, of the order, of limits, and of people', async () => {
  const text = await readFile(leak, 'utf8');
  const lineOf = (words: string, from: string) => from.split('\n').findIndex((line) => line.includes(words)) + 1;
  const keyless = `warning ${lineOf('reversible:', text)} In group \`on-call\`, bo cannot decide`;
  expect(await saidOf(text)).toEqual([
    expect.stringContaining(keyless),
    expect.stringContaining('In group `approvers`, bo, cy cannot decide'),
  ]);
  expect(await saidOf(text.replace('within: 2m', 'withn: 2m'))).toEqual([expect.stringContaining('Did you mean `within`?')]);
  const ungated = text.replace(/^ {4}gate:.*\n/m, '');
  expect(await saidOf(ungated)).toContainEqual(
    expect.stringMatching(new RegExp(`^error ${lineOf('credential.strike', ungated)} Step \`strike\` strikes, but`)),
  );
  expect(await saidOf(text.replace('within: 2m', 'within: 12m'))).toContainEqual(expect.stringMatching(/^warning .* late\./));
});

test('without a configuration groups are not looked for; with one, a group that nobody is in is a fault', async () => {
  expect(lintPlaybook(leak, { config: null, data: folder }, environment)).toEqual([]);
  const said = await saidOf(await readFile(leak, 'utf8'), `people:\n  ana: { groups: [approvers], ssh: ${key} }\n`);
  expect(said.filter((one) => one.startsWith('error')).length).toBeGreaterThan(7);
});

test('the actions that tests of playbooks know are those of the house', () => {
  expect(actionsFor(new Map(), folder, nothingOwn).map(({ name, gives }) => ({ name, gives }))).toEqual(
    expect.arrayContaining([...knownActions]),
  );
});
