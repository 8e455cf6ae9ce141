/** Names, titles, reasons and a provider's answer that are written to call people or to lead them elsewhere: shown, and doing nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Json } from '../../../src/platform/canonical.ts';
import type { Message } from '../../../src/practice/slack/workspace/model.ts';
import {
  buttonIn,
  channelNamed,
  channelOf,
  chooseKind,
  declare,
  errorsIn,
  latest,
  messagesIn,
  openForm,
  pressWithReason,
  submit,
  untilQuiet,
  untilTold,
  untilView,
  wordsOf,
} from './acts.ts';
import { ids, openSlackScene, type SlackScene } from './scene.ts';

const hostile = `<!channel> @here <@${ids.passerby}> <https://evil.example/x|go on> https://evil.example *x* :boom: "'\u202e`;
/** A locator of its own: PostgreSQL takes such a name. */
const role = `<!here> <@${ids.passerby}> <https://evil.example|r>`;

let scene: SlackScene | null;
let channel: string;

beforeAll(async () => {
  scene = await openSlackScene();
});
afterAll(() => scene?.stop());

it('a title of more than it may have is refused in the form, and one of 300 signs breaks nothing', async ({ skip }) => {
  const here = scene ?? skip();
  const form = await chooseKind(here, ids.you, await openForm(here, ids.you, channelNamed(here, 'general')));
  const typed = { 'locator:target': here.world.target.name, 'locator:role': role, title: '🔥'.repeat(300) };
  expect(await submit(here, ids.you, form, typed)).toEqual({ ok: true });
  expect(await errorsIn(here, ids.you, form)).toEqual({ title: expect.stringMatching(/at most 200/) });
  expect(await here.house().desk.list()).toEqual([]);
});

it('a hostile title, locator and reason, and what the database answers to them, are posted as text', async ({ skip }) => {
  const here = scene ?? skip();
  await declare(here, { user: ids.you, channel: channelNamed(here, 'general'), role, title: hostile });
  channel = await channelOf(here, 1);
  const { incident } = await latest(here);
  await untilView(here, incident, ({ waiting }) => waiting.length > 0);
  await pressWithReason(here, ids.sam, await buttonIn(here, channel, 'skip'), `${hostile}\n${role}`);
  await untilTold(here, ids.sam, /Skipped/);
  await declare(here, { user: ids.sam, channel: channelNamed(here, 'general'), role, title: hostile });
  await untilTold(here, ids.sam, /already/i);
  await untilQuiet(here);
  const said = here.slack.workspace.messages.filter(({ byApp }) => byApp);
  expect(said.some((message) => wordsOf(message).includes('evil.example'))).toBe(true);
  expect(said.filter((message) => wordsOf(message).includes('not understood'))).toEqual([]);
  for (const message of said) mustBeStill(here, message);
});

it('the channel’s own name, topic and purpose call nobody and lead nowhere', async ({ skip }) => {
  const here = scene ?? skip();
  const found = here.slack.workspace.channels.get(channel);
  const words = `${found?.name} ${found?.topic} ${found?.purpose}`;
  expect(words).toContain('INC-1');
  expect(words).not.toMatch(/<!|<@|<http/);
  expect(found?.members.has(ids.passerby)).toBe(false);
  // What one person alone sees is never unfurled by Slack, and has no word for it.
  expect(
    messagesIn(here, channel).filter(({ unfurl, byApp, ephemeralFor }) => byApp && unfurl && ephemeralFor === null),
  ).toEqual([]);
});

/** Slack's tokens that call or lead; escaped ones are text. Bare addresses become links only where a text is not verbatim. */
function mustBeStill({ slack }: SlackScene, message: Message): void {
  const texts = [message.text, ...markupIn(message.blocks)];
  for (const text of texts) {
    expect(text).not.toMatch(/<!(channel|here|everyone|subteam)/);
    expect(text).not.toContain(`<@${ids.passerby}`);
    expect(text).not.toMatch(/<https?:\/\/evil/);
    expect(text).not.toContain('\u202e');
    for (const [, url] of text.matchAll(/<(https?:\/\/[^|>]+)/g)) {
      const host = new URL(String(url)).hostname;
      expect(['127.0.0.1', `${slack.team.name.toLowerCase()}.slack.com`, 'localhost']).toContain(host);
    }
  }
  for (const markup of mrkdwnIn(message.blocks)) expect(markup.verbatim).toBe(true);
  // Without blocks the text itself is shown, and a bare address in it becomes a link.
  if (message.blocks.length === 0) expect(message.text).not.toMatch(/(^|\s)https?:\/\/evil/);
}

function mrkdwnIn(value: Json): { text: string; verbatim?: Json }[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = value.type === 'mrkdwn' ? [{ text: String(value.text), verbatim: value.verbatim ?? false }] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnIn)];
}

const markupIn = (blocks: Json): string[] => mrkdwnIn(blocks).map(({ text }) => text);
