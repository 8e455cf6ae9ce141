/** Slack fails, is away, or loses an answer while an incident runs: containment goes on, and what is to be said is said later, once. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { View } from '../../../src/incident/view.ts';
import { archiveChannel } from '../../../src/practice/slack/workspace/channels.ts';
import type { Channel } from '../../../src/practice/slack/workspace/model.ts';
import {
  asked,
  buttonIn,
  buttonsIn,
  channelNamed,
  channelOf,
  declare,
  directOf,
  doubled,
  latest,
  messagesIn,
  patience,
  press,
  untilQuiet,
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
  if (scene !== null) ({ view, channel } = await asked(scene, { user: ids.you, channel: channelNamed(scene, 'general') }));
});
afterAll(() => scene?.stop());

/** Of messages that hold each of these words, in which order they were posted. */
function inOrder(here: SlackScene, words: RegExp[]): void {
  // The card is redrawn where it stands.
  const pins = here.slack.workspace.channels.get(channel)?.pins ?? [];
  const said = messagesIn(here, channel).filter(({ ephemeralFor, ts }) => ephemeralFor === null && !pins.includes(ts));
  const places = words.map((word) => said.findIndex((message) => word.test(wordsOf(message))));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
}

it('a yes just before Slack goes away is carried out; what happened is told in order when it is back, nothing twice', async ({
  skip,
}) => {
  const here = scene ?? skip();
  const button = await buttonIn(here, channel, 'approve');
  expect(await press(here, ids.sam, button)).toEqual({ ok: true });
  await untilTold(here, ids.sam, /Your yes is recorded/);
  here.line.cut();
  here.slack.control.disconnectAll();
  const before = messagesIn(here, channel).length;
  view = await untilView(here, view.incident, ({ state }) => state === 'contained');
  expect(messagesIn(here, channel).some((message) => /CONTAINED/.test(wordsOf(message)))).toBe(false);
  expect(messagesIn(here, channel).length - before).toBeLessThanOrEqual(2);
  here.line.mend();
  await untilQuiet(here);
  inOrder(here, [/is cut off/, /CONTAINED/]);
  expect(doubled(here)).toEqual([]);
  await vi.waitFor(() => expect(here.slack.control.connections()).toBeGreaterThan(0), patience);
});

it('calls that fail with 500, and others that are asked to wait with 429, are made later and once', async ({ skip }) => {
  const here = scene ?? skip();
  const { control } = here.slack;
  control.failNext('chat.postMessage', { status: 500 }, 2);
  control.failNext('chat.postMessage', { status: 429, retryAfterSeconds: 1 }, 2);
  control.failNext('chat.update', { status: 500 }, 1);
  expect(await press(here, ids.sam, await buttonIn(here, channel, 'undo'))).toEqual({ ok: true });
  view = await untilView(here, view.incident, ({ state, gate }) => state === 'open' && gate !== null);
  await untilQuiet(here);
  const asks = messagesIn(here, channel).filter((message) => wordsOf(message).includes(String(view.gate?.nonce)));
  expect(asks.length).toBeGreaterThan(0);
  expect(doubled(here)).toEqual([]);
});

it('answers that are lost, as for a bot that dies after it posted, double no message and no channel', async ({ skip }) => {
  const here = scene ?? skip();
  here.line.loseAnswers('chat.postMessage', 3);
  here.line.loseAnswers('conversations.create', 1);
  await declare(here, { user: ids.you, channel: channelNamed(here, 'general'), role: 'lost_answers' });
  const second = await channelOf(here, 2);
  await untilQuiet(here);
  expect(here.line.lost()).toBeGreaterThanOrEqual(2);
  expect([...here.slack.workspace.channels.values()].filter(({ name }) => name.includes('inc-2'))).toHaveLength(1);
  expect(doubled(here)).toEqual([]);
  const cards = messagesIn(here, second).filter(({ text }) => /^(PRACTICE )?INC-2 /.test(text));
  expect(new Set(cards.map(({ text, ts }) => `${ts}${text}`)).size).toBe(cards.length);
});

it('a bot that ends in the middle and is started anew says what is left to say, once', async ({ skip }) => {
  const here = scene ?? skip();
  const started = declare(here, { user: ids.you, channel: channelNamed(here, 'general'), role: 'ended_in_between' });
  await started;
  await vi.waitFor(async () => expect((await latest(here)).number).toBe(3), patience);
  await here.stopBot();
  await here.startBot();
  await channelOf(here, 3);
  await untilQuiet(here);
  expect(doubled(here)).toEqual([]);
  expect([...here.slack.workspace.channels.values()].filter(({ name }) => name.includes('inc-3'))).toHaveLength(1);
});

it('a channel that people archived holds up nobody: who is asked directly can still say yes', async ({ skip }) => {
  const here = scene ?? skip();
  const { workspace } = here.slack;
  const archived = workspace.channels.get(channel) as Channel;
  archiveChannel(workspace, archived, ids.you);
  const now = workspace.ts();
  expect((await here.house().desk.view(view.incident))?.gate).not.toBeNull();
  const direct = directOf(here, ids.sam) ?? '';
  expect(await press(here, ids.sam, await buttonIn(here, direct, 'approve'))).toEqual({ ok: true });
  await untilTold(here, ids.sam, /Your yes is recorded/, now);
  await untilView(here, view.incident, ({ state }) => state === 'contained');
  await untilQuiet(here);
  await vi.waitFor(() => expect(buttonsIn(here, direct, 'approve')).toEqual([]), patience);
});
