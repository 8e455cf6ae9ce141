/** Everybody presses at once, and Slack delivers twice and loses its connections meanwhile: one decision each, one strike. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { View } from '../../../src/incident/view.ts';
import {
  asked,
  buttonIn,
  buttonsIn,
  channelNamed,
  declare,
  doubled,
  entriesOf,
  patience,
  press,
  untilQuiet,
  untilTold,
  untilView,
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

const times = (count: number) => Array.from({ length: count }, (_, place) => place);

it('fifty presses by three people, some delivered twice, while connections end: one word each, one strike, no post twice', async ({
  skip,
}) => {
  const here = scene ?? skip();
  const { control } = here.slack;
  const button = await buttonIn(here, channel, 'approve');
  const people = [ids.sam, ids.you, ids.ines];
  control.duplicateNext(10);
  const presses = times(50).map((place) => press(here, people[place % people.length] ?? ids.sam, button));
  control.refresh('oldest');
  const done = await Promise.all(presses);
  // Whoever pressed while the message was being locked is told so by Slack; everybody else was heard.
  expect(done.filter(({ ok }) => ok).length).toBeGreaterThan(0);
  await untilView(here, view.incident, ({ credentials }) => credentials[0]?.proof.grade === 'by-use');
  const entries = await entriesOf(here, view.incident);
  const deciders = entries.flatMap((entry) => (entry.type === 'decision.recorded' ? [entry.actor] : []));
  expect(deciders.length).toBeGreaterThan(0);
  expect(new Set(deciders).size).toBe(deciders.length);
  expect(entries.filter(({ type }) => type === 'gate.accepted')).toHaveLength(1);
  const struck = entries.filter((entry) => entry.type === 'step.done' && entry.data.step === 'strike');
  expect(struck).toHaveLength(1);
  await untilQuiet(here);
  expect(doubled(here)).toEqual([]);
  expect(control.timeouts()).toEqual([]);
});

it('all connections lost in the middle of a press: it is heard once when it is pressed again, and nothing stands twice', async ({
  skip,
}) => {
  const here = scene ?? skip();
  const { control } = here.slack;
  const button = await buttonIn(here, channel, 'undo');
  control.duplicateNext(3);
  const first = press(here, ids.sam, button);
  control.disconnectAll();
  await first;
  await vi.waitFor(() => expect(control.connections()).toBeGreaterThan(0), patience);
  const [again] = buttonsIn(here, channel, 'undo');
  const open = ({ state, gate }: View) => state === 'open' && gate !== null;
  const now = await here.house().desk.view(view.incident);
  if (again !== undefined && now !== null && !open(now)) await press(here, ids.sam, again);
  await untilView(here, view.incident, open);
  await untilTold(here, ids.sam, /taken back/);
  const entries = await entriesOf(here, view.incident);
  const undone = entries.filter((entry) => entry.type === 'decision.recorded' && entry.data.verdict === 'undo');
  expect(undone).toHaveLength(1);
  expect(entries.filter(({ type }) => type === 'credential.undone')).toHaveLength(1);
  await untilQuiet(here);
  expect(doubled(here)).toEqual([]);
});

it('the same form sent twice at once is one incident', async ({ skip }) => {
  const here = scene ?? skip();
  const before = (await here.house().desk.list()).length;
  here.slack.control.duplicateNext(2);
  await Promise.all([
    declare(here, { user: ids.you, channel: channelNamed(here, 'general'), role: 'twice' }),
    declare(here, { user: ids.sam, channel: channelNamed(here, 'general'), role: 'twice' }),
  ]);
  await vi.waitFor(async () => expect((await here.house().desk.list()).length).toBe(before + 1), patience);
  await untilQuiet(here);
  expect((await here.house().desk.list()).length).toBe(before + 1);
  expect(doubled(here)).toEqual([]);
});
