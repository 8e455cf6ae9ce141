/** A leak, from the first word in Slack to the last, by three people. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { View } from '../../../src/incident/view.ts';
import type { Message } from '../../../src/practice/slack/workspace/model.ts';
import {
  buttonIn,
  buttonsIn,
  channelNamed,
  channelOf,
  declare,
  directOf,
  handIn,
  handInLink,
  latest,
  messagesIn,
  patience,
  press,
  pressWithReason,
  untilTold,
  untilView,
  wordsOf,
} from './acts.ts';
import { ids, openSlackScene, type SlackScene } from './scene.ts';

let scene: SlackScene | null;
let view: View;
let channel: string;

beforeAll(async () => {
  scene = await openSlackScene();
});
afterAll(() => scene?.stop());

const there = (skip: () => never): SlackScene => scene ?? skip();
const pinned = (from: SlackScene) => {
  const [ts] = from.slack.workspace.channels.get(channel)?.pins ?? [];
  return messagesIn(from, channel).find((message) => message.ts === ts);
};

it('a leak is declared with /leak: its channel is there with everybody in it, and a pinned card', async ({ skip }) => {
  const here = there(skip);
  await declare(here, { user: ids.you, channel: channelNamed(here, 'general'), title: 'The password of the shop was pushed' });
  await untilTold(here, ids.you, /INC-1 is open/);
  view = await latest(here);
  expect(view).toMatchObject({ number: 1, requester: 'you' });
  channel = await channelOf(here, 1);
  const found = here.slack.workspace.channels.get(channel);
  expect(found).toMatchObject({ kind: 'private', name: expect.stringMatching(/inc-1/) });
  for (const user of [ids.you, ids.sam, ids.ines]) expect(found?.members.has(user), user).toBe(true);
  expect(wordsOf(pinned(here) as Message)).toContain('The password of the shop was pushed');
});

it('the value is handed in on the page once, and people are asked in a new message with their mention and directly', async ({
  skip,
}) => {
  const here = there(skip);
  const link = await handInLink(here, ids.you);
  const taken = await handIn(link, here.world.leaked.value);
  expect(taken.status).toBe(303);
  expect((await handIn(link, here.world.leaked.value)).status).not.toBe(303);
  view = await untilView(here, view.incident, ({ credentials, gate }) => gate !== null && credentials[0]?.held === true);
  await vi.waitFor(() => {
    const asks = messagesIn(here, channel).filter(({ text }) => /needs a yes/.test(text));
    expect(asks.length).toBeGreaterThan(0);
    expect(asks.at(-1)?.text).toMatch(/<@U0(YOU|SAM|INES)/);
    expect(asks.at(-1)?.ts).not.toBe(pinned(here)?.ts);
    const direct = directOf(here, ids.sam);
    expect(direct === null ? [] : messagesIn(here, direct).filter(({ text }) => /needs a yes/.test(text))).not.toEqual([]);
  }, patience);
});

it('one yes cuts it off, the attacker is out, the card proves it, and the question is locked', async ({ skip }) => {
  const here = there(skip);
  await vi.waitFor(() => expect(here.world.latest().attacker.login?.state).toBe('ok'), patience);
  expect(await press(here, ids.sam, await buttonIn(here, channel, 'approve'))).toEqual({ ok: true });
  await untilTold(here, ids.sam, /Your yes is recorded/);
  view = await untilView(here, view.incident, ({ credentials }) => credentials[0]?.proof?.grade === 'by-use');
  await vi.waitFor(() => {
    expect(here.world.latest().attacker.refusedSince).not.toBeNull();
    expect(buttonsIn(here, channel, 'approve')).toEqual([]);
    expect(buttonsIn(here, directOf(here, ids.sam) ?? '', 'approve')).toEqual([]);
    expect(messagesIn(here, channel).some((message) => wordsOf(message).includes('Sam said yes'))).toBe(true);
    expect(wordsOf(pinned(here) as Message)).toMatch(/CONTAINED|CUT OFF/);
    expect(messagesIn(here, channel).flatMap(({ files }) => files)).not.toEqual([]);
  }, patience);
  expect(here.slack.control.timeouts()).toEqual([]);
});

it('it is taken back from Slack: the leaked value works again, the card says so, and people are asked anew', async ({
  skip,
}) => {
  const here = there(skip);
  expect(await press(here, ids.sam, await buttonIn(here, channel, 'undo'))).toEqual({ ok: true });
  view = await untilView(here, view.incident, ({ state, gate }) => state === 'open' && gate !== null);
  await vi.waitFor(() => {
    expect(here.world.latest().attacker.refusedSince).toBeNull();
    expect(buttonsIn(here, channel, 'undo')).toEqual([]);
    expect(wordsOf(pinned(here) as Message)).toMatch(/NOT CUT OFF/);
    expect(buttonsIn(here, channel, 'approve')).not.toEqual([]);
  }, patience);
});

it('it is cut off again and closed with a reason: the channel is told, no button is left, the report is on the disk', async ({
  skip,
}) => {
  const here = there(skip);
  expect(await press(here, ids.sam, await buttonIn(here, channel, 'approve'))).toEqual({ ok: true });
  const close = await buttonIn(here, channel, 'close');
  await pressWithReason(here, ids.you, close, 'practised enough');
  view = await untilView(here, view.incident, ({ state }) => state === 'closed');
  await vi.waitFor(() => {
    expect(messagesIn(here, channel).some((message) => /CLOSED.*practised enough/s.test(wordsOf(message)))).toBe(true);
    for (const verb of ['approve', 'undo', 'retry', 'skip', 'by-hand', 'close', 'accept'])
      expect(buttonsIn(here, channel, verb), verb).toEqual([]);
  }, patience);
  const files = messagesIn(here, channel).flatMap((message) => message.files);
  const reports = files.map((id) => here.slack.workspace.files.get(id));
  expect(reports.at(-1)).toMatchObject({ name: 'INC-1.md', completed: true });
  expect(reports.at(-1)?.bytes.toString('utf8')).toContain('practised enough');
  const said = messagesIn(here, channel).map(({ text }) => text);
  expect(said.filter((text) => /CONTAINED/.test(text)).length).toBeLessThanOrEqual(3);
});
