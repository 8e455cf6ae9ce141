/** What people do in these stories, and what they then find in the workspace. */
import { expect, vi } from 'vitest';
import type { View } from '../../../src/incident/view.ts';
import type { Done, InputState, PageView } from '../../../src/practice/slack/page/protocol.ts';
import type { JsonObject, Message } from '../../../src/practice/slack/workspace/model.ts';
import type { Entry } from '../../../src/timeline/entry.ts';
import { readEntries } from '../../../src/timeline/read.ts';
import { pageOf } from '../../practice/slack/outside/page-of.ts';
import type { SlackScene } from './scene.ts';

/** A machine with many hands on it. */
export const patience = { timeout: 25_000, interval: 60 };

type Blocks = JsonObject[];

export const channelNamed = ({ slack }: SlackScene, name: string): string => {
  const found = [...slack.workspace.channels.values()].find((channel) => channel.name === name);
  if (found === undefined) throw new Error(`There is no #${name}.`);
  return found.id;
};

/** Those of one channel, oldest first; also what one person alone saw. */
export const messagesIn = ({ slack }: SlackScene, channel: string): Message[] =>
  slack.workspace.messages.filter((message) => message.channel === channel);

export const directOf = ({ slack }: SlackScene, user: string): string | null =>
  [...slack.workspace.channels.values()].find(({ kind, members }) => kind === 'dm' && members.has(user))?.id ?? null;

/** Everything of a message that a person can read. */
export const wordsOf = ({ text, blocks }: Message): string => `${text}\n${JSON.stringify(blocks)}`;

/** What was said to this person alone since `after`, in all channels and directly. */
export function toldTo(scene: SlackScene, user: string, after = '0'): string[] {
  const direct = directOf(scene, user);
  return scene.slack.workspace.messages
    .filter(({ ts, ephemeralFor, channel }) => ts > after && (ephemeralFor === user || channel === direct))
    .map(({ text }) => text);
}

export const untilTold = (scene: SlackScene, user: string, what: RegExp, after = '0'): Promise<string> =>
  vi.waitFor(() => {
    const told = toldTo(scene, user, after);
    const found = told.find((text) => what.test(text));
    if (found === undefined) throw new Error(`${user} was not told ${what}, but: ${told.join(' | ')}`);
    return found;
  }, patience);

/** Types the command and waits for the form. */
export async function openForm(scene: SlackScene, user: string, channel: string): Promise<PageView> {
  const page = pageOf(scene.slack.url, user);
  expect(await page.act({ act: 'slash', channel, command: '/leak', text: '' })).toEqual({ ok: true });
  return page.sees('the form', ({ modals }) => modals.at(-1));
}

/** The state of a form as a browser sends it: what stands in it already, and what is typed into it. */
export function filled({ view }: Pick<PageView, 'view'>, typed: Readonly<Record<string, string>>): InputState {
  const inputs = (view.blocks as Blocks).filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const input = element as JsonObject;
      return [String(block_id), { [String(input.action_id)]: answerOf(input, typed[String(block_id)]) }];
    }),
  );
}

function answerOf(input: JsonObject, typed: string | undefined): JsonObject {
  const type = String(input.type);
  switch (type) {
    case 'static_select': {
      const options = input.options as JsonObject[];
      const chosen = options.find(({ value }) => value === typed) ?? input.initial_option ?? null;
      return { type, selected_option: chosen };
    }
    case 'checkboxes':
      return { type, selected_options: typed === undefined ? [] : (input.options ?? []) };
    case 'datetimepicker':
      return { type, selected_date_time: typed === undefined ? null : Number(typed) };
    default:
      return { type, value: typed ?? input.initial_value ?? null };
  }
}

export async function submit(scene: SlackScene, user: string, form: PageView, typed: Record<string, string>): Promise<Done> {
  return pageOf(scene.slack.url, user).act({ act: 'submit', view: form.id, state: filled(form, typed) });
}

/** The errors that stand in a form after it was sent. */
export const errorsIn = (scene: SlackScene, user: string, form: PageView): Promise<Record<string, string>> =>
  pageOf(scene.slack.url, user).sees('what is wrong', ({ modals }) => {
    const errors = modals.find(({ id }) => id === form.id)?.errors ?? {};
    return Object.keys(errors).length > 0 ? errors : null;
  });

/** Chooses the only kind that the practice database has, in the form that is redrawn for it. */
export async function chooseKind(
  scene: SlackScene,
  user: string,
  form: PageView,
  kind = 'postgres-password',
): Promise<PageView> {
  const blocks = form.view.blocks as Blocks;
  if (blocks.some(({ block_id }) => String(block_id).startsWith('locator:'))) return form;
  const menu = blocks.find(({ block_id }) => block_id === 'kind')?.element as JsonObject;
  const option = (menu.options as JsonObject[]).find(({ value }) => value === kind);
  const state = filled(form, { kind });
  const value = { type: 'static_select', action_id: 'staunch:kind', selected_option: option ?? null };
  const page = pageOf(scene.slack.url, user);
  await page.act({ act: 'press-view', view: form.id, blockId: 'kind', actionId: 'staunch:kind', value, state });
  return page.sees('the places of it', ({ modals }) =>
    modals.find(
      ({ id, view }) =>
        id === form.id && (view.blocks as Blocks).some(({ block_id }) => String(block_id).startsWith('locator:')),
    ),
  );
}

export type Declared = { user: string; channel: string; role?: string; title?: string; public?: boolean };

/** Types /leak, fills the form and sends it. */
export async function declare(scene: SlackScene, { user, channel, role, title, public: isPublic }: Declared): Promise<void> {
  const form = await chooseKind(scene, user, await openForm(scene, user, channel));
  const { target, leaked } = scene.world;
  const typed = {
    'locator:target': target.name,
    'locator:role': role ?? leaked.role,
    ...(title === undefined ? {} : { title }),
    ...(isPublic === true ? { public: 'yes' } : {}),
  };
  expect(await submit(scene, user, form, typed)).toEqual({ ok: true });
}

export async function latest(scene: SlackScene): Promise<View> {
  const last = (await scene.house().desk.list()).at(-1);
  if (last === undefined) throw new Error('There is no incident.');
  return last;
}

/** Declares it and waits until it is asked what to do. */
export async function untilView(scene: SlackScene, incident: string, is: (view: View) => boolean): Promise<View> {
  return vi.waitFor(async () => {
    const view = await scene.house().desk.view(incident);
    if (view === null || !is(view))
      throw new Error(`The incident is still ${JSON.stringify(view?.state)}: ${JSON.stringify(view?.waiting)}`);
    return view;
  }, patience);
}

/** The channel of an incident, once its card is pinned there. */
export const channelOf = (scene: SlackScene, number: number): Promise<string> =>
  vi.waitFor(() => {
    const cards = scene.slack.workspace.messages.filter(
      (message) => message.byApp && message.ephemeralFor === null && wordsOf(message).includes(`INC-${number} `),
    );
    const pinned = cards.find(({ ts, channel }) => scene.slack.workspace.channels.get(channel)?.pins.includes(ts));
    if (pinned === undefined) throw new Error(`INC-${number} has no pinned card.`);
    return pinned.channel;
  }, patience);

export type Button = { channel: string; ts: string; blockId: string; element: JsonObject };

/** Buttons of this verb that stand in a channel now, newest message first. */
export function buttonsIn(scene: SlackScene, channel: string, verb: string): Button[] {
  return messagesIn(scene, channel)
    .toReversed()
    .flatMap(({ ts, blocks }) =>
      blocks.flatMap((block) => {
        const within = [block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])] as (
          | JsonObject
          | undefined
        )[];
        return within
          .filter((element) => new RegExp(`^staunch:${verb}(:[0-9]+)?$`).test(String(element?.action_id)))
          .map((element) => ({ channel, ts, blockId: String(block.block_id), element: element as JsonObject }));
      }),
    );
}

export const buttonIn = (scene: SlackScene, channel: string, verb: string, place = 0): Promise<Button> =>
  vi.waitFor(() => {
    const found = buttonsIn(scene, channel, verb)[place];
    if (found === undefined) throw new Error(`There is no button ${verb} number ${place} in ${channel}.`);
    return found;
  }, patience);

export const press = (scene: SlackScene, user: string, { channel, ts, blockId, element }: Button): Promise<Done> =>
  pageOf(scene.slack.url, user).act({
    act: 'press',
    channel,
    ts,
    blockId,
    actionId: String(element.action_id),
    value: element,
    state: {},
  });

/** Presses a button that asks for a reason, and gives it. */
export async function pressWithReason(scene: SlackScene, user: string, button: Button, reason: string): Promise<PageView> {
  expect(await press(scene, user, button)).toEqual({ ok: true });
  const form = await pageOf(scene.slack.url, user).sees('the form', ({ modals }) => modals.at(-1));
  expect(await submit(scene, user, form, { reason })).toEqual({ ok: true });
  return form;
}

/** The link that this person was given for the value. */
export async function handInLink(scene: SlackScene, user: string, after = '0'): Promise<string> {
  const told = await untilTold(scene, user, /hand in the value/, after);
  const link = /<(http:[^|>]+)\|[^>]*hand in the value/.exec(told)?.[1];
  if (link === undefined) throw new Error('There is no link in what was told.');
  return link;
}

/** As the page's own form sends it. */
export function handIn(link: string, value: string): Promise<Response> {
  return fetch(link, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: new URL(link).origin,
      'sec-fetch-site': 'same-origin',
    },
    body: new URLSearchParams({ value }).toString(),
  });
}

/** Every entry of an incident's record, oldest first. */
export const entriesOf = (scene: SlackScene, incident: string): Promise<Entry[]> =>
  readEntries(scene.house().engine.work.db.query, incident, 'all');

/** Posts of ours that stand in the workspace more than once. */
export function doubled({ slack }: SlackScene): string[] {
  const posts = slack.workspace.messages.flatMap(({ byApp, metadata }) => {
    const { post } = ((metadata?.event_payload as JsonObject | undefined) ?? {}) as { post?: string };
    return byApp && post !== undefined ? [post] : [];
  });
  return posts.filter((post, index) => posts.indexOf(post) !== index);
}

/** Waits until nothing of these is due any more; what is only due later, such as a deadline, does not count. */
export const untilQuiet = (scene: SlackScene): Promise<void> =>
  vi.waitFor(async () => {
    const rows = await scene
      .house()
      .engine.work.db.query<{ kind: string }>(
        `select kind from post where status = 'running' or (status = 'ready' and run_at < now() + interval '20 seconds')`,
      );
    expect(rows.map(({ kind }) => kind)).toEqual([]);
  }, patience);

/** A leak whose value is handed in: people are asked. Answers the incident and its channel. */
export async function asked(scene: SlackScene, declared: Declared): Promise<{ view: View; channel: string }> {
  await declare(scene, declared);
  const link = await handInLink(scene, declared.user);
  const { incident, number } = await latest(scene);
  expect((await handIn(link, scene.world.leaked.value)).status).toBe(303);
  const view = await untilView(scene, incident, ({ gate, credentials }) => gate !== null && credentials[0]?.held === true);
  const channel = await channelOf(scene, number);
  await vi.waitFor(() => {
    const [newest] = buttonsIn(scene, channel, 'approve');
    expect(String(newest?.element.value)).toContain(view.gate?.nonce);
  }, patience);
  return { view, channel };
}
