/** Whose click does not count: each is told why, and nothing is changed by it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { View } from '../../../src/incident/view.ts';
import { addToChannel, shareChannel } from '../../../src/practice/slack/workspace/channels.ts';
import type { Channel } from '../../../src/practice/slack/workspace/model.ts';
import {
  asked,
  type Button,
  buttonIn,
  buttonsIn,
  channelNamed,
  channelOf,
  declare,
  entriesOf,
  latest,
  press,
  toldTo,
  untilTold,
  untilView,
} from './acts.ts';
import { ids, openSlackScene, type SlackScene } from './scene.ts';

let scene: SlackScene | null;
let view: View;
let channel: string;
let firstNonce: string;

beforeAll(async () => {
  scene = await openSlackScene();
  if (scene === null) return;
  await declare(scene, { user: ids.you, channel: channelNamed(scene, 'general') });
  await untilTold(scene, ids.you, /INC-1 is open/);
  const { incident } = await latest(scene);
  const first = await untilView(scene, incident, ({ gate }) => gate !== null);
  firstNonce = String(first.gate?.nonce);
  ({ view, channel } = await asked(scene, { user: ids.you, channel: channelNamed(scene, 'general') }));
  for (const id of [ids.gus, ids.stella, ids.passerby, ids.leaver])
    addToChannel(scene.slack.workspace, place(scene, channel), id, null);
});
afterAll(() => scene?.stop());

const place = ({ slack }: SlackScene, id: string): Channel => slack.workspace.channels.get(id) as Channel;

/** Presses it as somebody whose word must not count: told why, and the record is as it was. */
async function inVain(here: SlackScene, user: string, button: Button, why: RegExp): Promise<void> {
  const before = await entriesOf(here, view.incident);
  const now = here.slack.workspace.ts();
  expect(await press(here, user, button)).toEqual({ ok: true });
  const told = await untilTold(here, user, why, now);
  expect(told).toMatch(/Nothing was changed/);
  const after = (await entriesOf(here, view.incident)).slice(before.length);
  expect(after.filter(({ type }) => /decision|gate\.(accepted|refused)|strike|step\.(done|retried)/.test(type))).toEqual([]);
  expect((await here.house().desk.view(view.incident))?.plans.flatMap(({ have }) => have)).toEqual([]);
}

it.each([
  { who: 'a guest', user: ids.gus, why: /this account is a guest/ },
  { who: 'somebody from another company', user: ids.stella, why: /another organisation|another workspace/ },
  { who: 'somebody whom staunch.yml does not name', user: ids.passerby, why: /names nobody with this account/ },
])('the click of $who does not count', async ({ user, why }) => {
  if (scene === null) return;
  await inVain(scene, user, await buttonIn(scene, channel, 'approve'), why);
});

it.each([
  { who: 'a guest', user: ids.gus },
  { who: 'somebody whom staunch.yml does not name', user: ids.passerby },
])('$who is given no page for the value, reads nothing, and declares nothing', async ({ user }) => {
  if (scene === null) return;
  const here = scene;
  const now = here.slack.workspace.ts();
  await press(here, user, await buttonIn(here, channel, 'status'));
  await untilTold(here, user, /no such incident/, now);
  await declare(here, { user, channel, role: 'of_nobody' });
  await untilTold(here, user, /did not count/, now);
  expect(await here.house().desk.list()).toHaveLength(1);
  expect(toldTo(here, user, now).join()).not.toMatch(/http|shop_/);
});

it('a click whose account is closed before Slack can be asked about it does not count', async ({ skip }) => {
  const here = scene ?? skip();
  here.slack.control.failNext('users.info', { status: 500 }, 1);
  const button = await buttonIn(here, channel, 'approve');
  const now = here.slack.workspace.ts();
  expect(await press(here, ids.leaver, button)).toEqual({ ok: true });
  const leaver = here.slack.workspace.people.get(ids.leaver);
  if (leaver !== undefined) leaver.deleted = true;
  expect(await untilTold(here, ids.leaver, /deactivated/, now)).toMatch(/Nothing was changed/);
  expect((await here.house().desk.view(view.incident))?.plans.flatMap(({ have }) => have)).toEqual([]);
});

it('who declared it cannot agree to what cannot be taken back', async ({ skip }) => {
  const here = scene ?? skip();
  const irreversible = view.plans.find(({ reversible }) => !reversible);
  const button = buttonsIn(here, channel, 'approve').find(({ element }) =>
    String(element.value).includes(String(irreversible?.hash)),
  );
  await inVain(here, ids.you, button as Button, /declared|requester|may not|cannot agree|must not/i);
});

it('a button of an older asking does not count', async ({ skip }) => {
  const here = scene ?? skip();
  const button = await buttonIn(here, channel, 'approve');
  const { nonce } = JSON.parse(String(button.element.value));
  expect(nonce).not.toBe(firstNonce);
  const kept = String(button.element.value);
  button.element.value = kept.replace(nonce, firstNonce);
  await inVain(here, ids.sam, button, /./);
  button.element.value = kept;
});

it.each([
  { what: 'another plan', change: (value: Record<string, string>) => ({ ...value, plan: 'f'.repeat(64) }) },
  { what: 'another incident', change: (value: Record<string, string>) => ({ ...value, incident: crypto.randomUUID() }) },
])('a button that was tampered with to name $what does not count', async ({ change }) => {
  if (scene === null) return;
  const button = await buttonIn(scene, channel, 'approve');
  const kept = String(button.element.value);
  button.element.value = JSON.stringify(change(JSON.parse(kept)));
  await inVain(scene, ids.sam, button, /./);
  button.element.value = kept;
});

it.each(['{"incident":1}', 'no JSON', '{"incident":"x","nonce":"y","plan":"z","more":true}', '[]'])(
  'a button with the value %s does nothing, and breaks nothing',
  async (value) => {
    if (scene === null) return;
    const button = await buttonIn(scene, channel, 'approve');
    const kept = String(button.element.value);
    button.element.value = value;
    const before = (await entriesOf(scene, view.incident)).length;
    expect(await press(scene, ids.sam, button)).toEqual({ ok: true });
    button.element.value = kept;
    const decided = (await entriesOf(scene, view.incident)).slice(before).filter(({ type }) => type === 'decision.recorded');
    expect(decided).toEqual([]);
  },
);

it('in a channel that became shared with another company nobody decides', async ({ skip }) => {
  const here = scene ?? skip();
  await declare(here, { user: ids.sam, channel: channelNamed(here, 'general'), role: 'nobody_has_it' });
  const second = await channelOf(here, 2);
  const { incident } = await latest(here);
  await untilView(here, incident, ({ waiting }) => waiting.length > 0);
  const [button] = [await buttonIn(here, second, 'retry|hand-in')];
  shareChannel(here.slack.workspace, place(here, second), true);
  const now = here.slack.workspace.ts();
  expect(await press(here, ids.sam, button as Button)).toEqual({ ok: true });
  expect(await untilTold(here, ids.sam, /shared with another/, now)).toMatch(/Nothing was changed/);
});

it('and a yes that counts still does, once', async ({ skip }) => {
  const here = scene ?? skip();
  await press(here, ids.sam, await buttonIn(here, channel, 'approve'));
  await untilView(here, view.incident, ({ credentials }) => credentials[0]?.proof.grade === 'by-use');
  const decisions = (await entriesOf(here, view.incident)).filter(({ type }) => type === 'decision.recorded');
  expect(decisions).toHaveLength(1);
  expect(here.slack.control.timeouts()).toEqual([]);
});
