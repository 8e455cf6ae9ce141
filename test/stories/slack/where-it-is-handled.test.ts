/** Where an incident goes on, and that one leak is one incident. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { channelNamed, channelOf, declare, latest, messagesIn, patience, untilTold, wordsOf } from './acts.ts';
import { ids, openSlackScene, type SlackScene } from './scene.ts';

let scene: SlackScene | null;

beforeAll(async () => {
  scene = await openSlackScene();
});
afterAll(() => scene?.stop());

it('declared in a private channel that the bot is in, it stays there', async ({ skip }) => {
  const here = scene ?? skip();
  const warRoom = channelNamed(here, 'war-room');
  await declare(here, { user: ids.you, channel: warRoom });
  expect(await channelOf(here, 1)).toBe(warRoom);
  expect([...here.slack.workspace.channels.values()].filter(({ name }) => /inc-1/.test(name))).toEqual([]);
});

it('the same secret declared again is no second incident: who declares it is told, and so is the channel', async ({ skip }) => {
  const here = scene ?? skip();
  await declare(here, { user: ids.sam, channel: channelNamed(here, 'general') });
  const told = await untilTold(here, ids.sam, /already handled|INC-1/);
  expect(told).toMatch(/INC-1/);
  expect(told).toMatch(/already/i);
  expect(await here.house().desk.list()).toHaveLength(1);
  await vi.waitFor(() => {
    const said = messagesIn(here, channelNamed(here, 'war-room')).map(wordsOf);
    expect(said.some((text) => /declared/i.test(text) && /again|Sam/.test(text))).toBe(true);
  }, patience);
});

it.each([
  { from: 'general', why: 'a public one' },
  { from: 'with-partner', why: 'one shared with another company' },
])('declared in $why it gets a new private channel', async ({ from }) => {
  const here = scene;
  if (here === null) return;
  const began = channelNamed(here, from);
  await declare(here, { user: ids.you, channel: began, role: `of_${from.replace('-', '_')}` });
  await untilTold(here, ids.you, /INC-[23] is open/);
  const { number } = await vi.waitFor(async () => {
    const view = await latest(here);
    expect(view.title + JSON.stringify(view.credentials)).toContain(`of_${from.replace('-', '_')}`);
    return view;
  }, patience);
  const channel = await channelOf(here, number);
  const made = here.slack.workspace.channels.get(channel);
  expect(made).toMatchObject({ kind: 'private', extShared: false });
  expect(channel).not.toBe(began);
  // Only the person who typed it reads anything of it where others from outside could.
  expect(messagesIn(here, began).filter(({ byApp, ephemeralFor }) => byApp && ephemeralFor === null)).toEqual([]);
});
