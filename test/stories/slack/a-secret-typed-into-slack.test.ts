/** Somebody frightened pastes the secret where it does not belong: nothing of it is kept, and they are told what to do. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pageOf } from '../../practice/slack/outside/page-of.ts';
import { embeddedRows, filesBelow, leaks } from '../canary.ts';
import {
  asked,
  buttonIn,
  channelNamed,
  chooseKind,
  errorsIn,
  latest,
  openForm,
  press,
  submit,
  untilQuiet,
  untilTold,
} from './acts.ts';
import { ids, openSlackScene, type SlackScene } from './scene.ts';

const random = (alphabet: string, length: number) =>
  Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const mixed = `${letters}${letters.toLowerCase()}0123456789`;

/** Made up; each in the form that its issuer gives it. */
const secrets = {
  'a token of a code host': `ghp_${random(mixed, 36)}`,
  'a cloud key': `AKIA${random('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  'a key share in hex': randomBytes(33).toString('hex'),
  'a key share in base64': randomBytes(33).toString('base64'),
  'a password of the shop’s sort': `aB3${randomBytes(24).toString('base64url').replace(/[-_]/g, 'x')}`,
} as const;
const each = Object.entries(secrets).map(([what, secret]) => ({ what, secret }));

let scene: SlackScene | null;
let channel: string;

beforeAll(async () => {
  scene = await openSlackScene();
  if (scene !== null) ({ channel } = await asked(scene, { user: ids.you, channel: channelNamed(scene, 'general') }));
});
afterAll(() => scene?.stop());

it.each(each)('$what behind /leak: told what to do, and nothing is declared', async ({ secret }) => {
  if (scene === null) return;
  const here = scene;
  const general = channelNamed(here, 'general');
  for (const text of [secret, `please help ${secret} is out`, `declare "${secret}"`]) {
    const now = here.slack.workspace.ts();
    await pageOf(here.slack.url, ids.sam).act({ act: 'slash', channel: general, command: '/leak', text });
    const told = await untilTold(here, ids.sam, /looks like a secret/, now);
    expect(told).toMatch(/What to do: declare it with/);
  }
  expect(await here.house().desk.list()).toHaveLength(1);
});

it.each(each)('$what in any field of the form: said under that field, and nothing is declared', async ({ secret }) => {
  if (scene === null) return;
  const here = scene;
  const form = await chooseKind(here, ids.sam, await openForm(here, ids.sam, channelNamed(here, 'general')));
  const fields = { 'locator:target': here.world.target.name, 'locator:role': 'app' };
  for (const field of ['locator:role', 'title']) {
    const typed = { ...fields, [field]: `${secret}` };
    expect(await submit(here, ids.sam, form, typed)).toEqual({ ok: true });
    const errors = await errorsIn(here, ids.sam, form);
    expect(errors[field], field).toMatch(/looks like a secret.*Remove it/);
    expect(JSON.stringify(errors)).not.toContain(secret);
  }
  await pageOf(here.slack.url, ids.sam).act({ act: 'dismiss', view: form.id });
  expect(await here.house().desk.list()).toHaveLength(1);
});

it.each(each)('$what as a reason: said under it, and no word of anybody is recorded', async ({ secret }) => {
  if (scene === null) return;
  const here = scene;
  expect(await press(here, ids.sam, await buttonIn(here, channel, 'reject'))).toEqual({ ok: true });
  const form = await pageOf(here.slack.url, ids.sam).sees('the form', ({ modals }) => modals.at(-1));
  expect(await submit(here, ids.sam, form, { reason: `because ${secret} is still used` })).toEqual({ ok: true });
  expect((await errorsIn(here, ids.sam, form)).reason).toMatch(/looks like a secret/);
  await pageOf(here.slack.url, ids.sam).act({ act: 'dismiss', view: form.id });
  expect((await latest(here)).plans.every(({ state }) => state === 'waiting')).toBe(true);
});

it('the leaked value itself, which the bot holds, is known in every place where it is typed', async ({ skip }) => {
  const here = scene ?? skip();
  const now = here.slack.workspace.ts();
  await pageOf(here.slack.url, ids.sam).act({
    act: 'slash',
    channel: channelNamed(here, 'general'),
    command: '/leak',
    text: `it is ${here.world.leaked.value}, is it not?`,
  });
  expect(await untilTold(here, ids.sam, /looks like a secret/, now)).not.toContain(here.world.leaked.value);
});

it('a message with one that is reported, or that calls the bot by its name, gives nothing of its text', async ({ skip }) => {
  const here = scene ?? skip();
  const general = channelNamed(here, 'general');
  const page = pageOf(here.slack.url, ids.sam);
  for (const { secret } of each) {
    const now = here.slack.workspace.ts();
    const text = `<@${here.slack.workspace.app.botUser}> I pushed ${secret}`;
    await page.act({ act: 'say', channel: general, text, threadTs: null });
    await untilTold(here, ids.sam, /opens a form/, now);
    const ts = here.slack.workspace.messages.findLast(({ text: said }) => said === text)?.ts ?? '';
    await page.act({ act: 'shortcut', callbackId: 'report_leaked_secret', message: { channel: general, ts } });
    const form = await page.sees('the form', ({ modals }) => modals.at(-1));
    expect(JSON.stringify(form)).not.toContain(secret);
    await page.act({ act: 'dismiss', view: form.id });
  }
});

it('none of them stands in a row, a file or a message of the bot', async ({ skip }) => {
  const here = scene ?? skip();
  await untilQuiet(here);
  await here.closeHouse();
  const messages = here.slack.workspace.messages
    .filter(({ byApp }) => byApp)
    .map((message) => ({
      where: `a message in ${message.channel}`,
      text: JSON.stringify(message),
    }));
  const files = (await filesBelow(here.folder)).filter(({ where }) => !where.includes(join(here.folder, 'practice')));
  const rows = await embeddedRows(join(here.folder, 'database'));
  expect(rows.length).toBeGreaterThan(20);
  expect(messages.length).toBeGreaterThan(3);
  expect(files.some(({ where }) => where.endsWith('staunch.log'))).toBe(true);
  expect(leaks([...messages, ...files, ...rows], { ...secrets, 'the leaked value': here.world.leaked.value })).toEqual([]);
});
