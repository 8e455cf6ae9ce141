/** What an app answers to a command, a press, a form, and later to the address that it was given. */
import { expect, test } from 'vitest';
import { postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import type { JsonObject } from '../../../../src/practice/slack/workspace/model.ts';
import { openModal } from '../../../../src/practice/slack/workspace/views.ts';
import { connectApp } from './app-socket.ts';
import { me, type OpenSlack, openSlack } from './open-slack.ts';

const words = (text: string) => ({ type: 'plain_text', text });
const form = (title: string, more: JsonObject = {}): JsonObject => ({
  type: 'modal',
  title: words(title),
  submit: words('Send'),
  blocks: [
    { type: 'input', block_id: 'where', label: words('Where'), element: { type: 'plain_text_input', action_id: 'typed' } },
  ],
  ...more,
});
const state = { where: { typed: { type: 'plain_text_input', value: 'in a wiki' } } };
const goButton = { type: 'button', action_id: 'go', text: words('Go'), value: 'go' };

async function opened() {
  const slack = await openSlack();
  const app = await connectApp(slack);
  const channel = slack.channel('general');
  return { slack, app, channel };
}

async function pressed(slack: OpenSlack, app: Awaited<ReturnType<typeof connectApp>>, channel: string) {
  const { botUser } = slack.workspace.app;
  const blocks = [{ type: 'actions', block_id: 'b', elements: [goButton] }];
  const { ts } = postMessage(slack.workspace, { channel, user: botUser, byApp: true, text: 'press', blocks });
  const sent = slack.act({ act: 'press', channel, ts, blockId: 'b', actionId: 'go', value: {}, state: {} });
  const envelope = await app.next('interactive');
  return { ts, sent, envelope, payload: envelope.payload as JsonObject };
}

const post = async (url: unknown, body: object) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(String(url), { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
};

test('a press carries the message as Slack has it, and an address that may replace it', async () => {
  const { slack, app, channel } = await opened();
  const { ts, sent, envelope, payload } = await pressed(slack, app, channel);
  app.ack(envelope);
  expect(await sent).toEqual({ ok: true });
  expect(envelope).toMatchObject({ accepts_response_payload: false });
  expect(payload).toMatchObject({
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    message: { ts, text: 'press' },
  });
  expect(await post(payload.response_url, { text: 'done', replace_original: true })).toEqual({ status: 200, text: 'ok' });
  expect((await slack.sees()).messages[channel]).toMatchObject([{ ts, text: 'done', blocks: [] }]);
});

test('a press that nobody acknowledges in time says so', async () => {
  const { slack, app, channel } = await opened();
  const { sent } = await pressed(slack, app, channel);
  await slack.time.pass(3_000);
  expect(await sent).toMatchObject({ ok: false, error: expect.stringContaining('did not respond in time') });
});

test('a press on what is no more there reaches nobody', async () => {
  const { slack, app, channel } = await opened();
  const { ts, sent, envelope } = await pressed(slack, app, channel);
  app.ack(envelope);
  await sent;
  const again = (actionId: string) => slack.act({ act: 'press', channel, ts, blockId: 'b', actionId, value: {}, state: {} });
  expect(await again('other')).toMatchObject({ ok: false });
  expect(app.heard.filter(({ type }) => type === 'interactive')).toHaveLength(1);
});

test('an address holds for five answers', async () => {
  const { slack, app, channel } = await opened();
  const { sent, envelope, payload } = await pressed(slack, app, channel);
  app.ack(envelope);
  await sent;
  for (let use = 0; use < 5; use += 1)
    expect(await post(payload.response_url, { text: `answer ${use}` })).toMatchObject({ status: 200 });
  expect(await post(payload.response_url, { text: 'one more' })).toMatchObject({
    status: 404,
    text: expect.stringContaining('used_url'),
  });
  const mine = (await slack.sees()).messages[channel] ?? [];
  expect(mine.filter(({ onlyMe }) => onlyMe)).toHaveLength(5);
  expect((await slack.sees('U0APPROVE1')).messages[channel]).toHaveLength(1);
});

test('an address holds for thirty minutes', async () => {
  const { slack, app, channel } = await opened();
  const { sent, envelope, payload } = await pressed(slack, app, channel);
  app.ack(envelope);
  await sent;
  await slack.time.pass(30 * 60_000);
  expect(await post(payload.response_url, { text: 'just in time' })).toMatchObject({ status: 200 });
  await slack.time.pass(1);
  expect(await post(payload.response_url, { text: 'late' })).toMatchObject({
    status: 404,
    text: expect.stringContaining('expired_url'),
  });
});

test('what goes to an address is checked like any message', async () => {
  const { slack, app, channel } = await opened();
  const { ts, sent, envelope, payload } = await pressed(slack, app, channel);
  app.ack(envelope);
  await sent;
  const refused = await post(payload.response_url, { blocks: [{ type: 'nope' }] });
  expect(refused.text).toContain('invalid_blocks');
  expect((await post(payload.response_url, {})).text).toContain('no_text');
  expect(await post(payload.response_url, { delete_original: true })).toMatchObject({ status: 200 });
  expect((await slack.sees()).messages[channel]?.some((message) => message.ts === ts)).toBe(false);
});

async function submitted(answer: object | undefined, view = form('Leak')) {
  const { slack, app } = await opened();
  const { id } = openModal(slack.workspace, me, view);
  const sent = slack.act({ act: 'submit', view: id, state });
  const envelope = await app.next('interactive');
  app.ack(envelope, answer);
  return { slack, app, payload: envelope.payload as JsonObject, done: await sent, modals: (await slack.sees()).modals };
}

test('a form that is taken closes', async () => {
  const { payload, done, modals } = await submitted(undefined);
  expect(payload).toMatchObject({ type: 'view_submission', user: { id: me }, view: { state: { values: state } } });
  expect(done).toEqual({ ok: true });
  expect(modals).toEqual([]);
});

test('a form with something wrong in it stays, and says where', async () => {
  const { done, modals } = await submitted({ response_action: 'errors', errors: { where: 'No such place.' } });
  expect(done).toEqual({ ok: true });
  expect(modals).toMatchObject([{ errors: { where: 'No such place.' } }]);
});

test('a form can be changed, laid over, and cleared', async () => {
  const updated = await submitted({ response_action: 'update', view: form('Second') });
  expect(updated.modals).toMatchObject([{ view: { title: words('Second') }, errors: {} }]);
  const pushed = await submitted({ response_action: 'push', view: form('Over it') });
  expect(pushed.modals.map(({ view }) => view.title)).toEqual([words('Leak'), words('Over it')]);
  const cleared = await submitted({ response_action: 'clear' });
  expect(cleared.modals).toEqual([]);
});

test('an answer that Slack would not take leaves the form as it is, with the words of Slack', async () => {
  const trouble = { ok: false, error: 'We had some trouble connecting. Try again?' };
  for (const answer of [
    { response_action: 'update', view: { type: 'modal', title: words('No blocks') } },
    { response_action: 'errors', errors: { elsewhere: 'There is no such block.' } },
    { response_action: 'dance' },
  ]) {
    const { done, modals } = await submitted(answer);
    expect(done).toEqual(trouble);
    expect(modals).toHaveLength(1);
  }
});

test('a form that nobody acknowledges in time stays, too', async () => {
  const { slack, app } = await opened();
  const { id } = openModal(slack.workspace, me, form('Leak'));
  const sent = slack.act({ act: 'submit', view: id, state });
  await app.next('interactive');
  await slack.time.pass(3_000);
  expect(await sent).toEqual({ ok: false, error: 'We had some trouble connecting. Try again?' });
  expect((await slack.sees()).modals).toHaveLength(1);
});

test('who wanted to know that a form was closed is told', async () => {
  const { slack, app } = await opened();
  const { id } = openModal(slack.workspace, me, form('Leak', { notify_on_close: true, callback_id: 'declare' }));
  expect(await slack.act({ act: 'dismiss', view: id })).toEqual({ ok: true });
  const envelope = await app.next('interactive');
  app.ack(envelope);
  expect(envelope.payload).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id, callback_id: 'declare' } });
  openModal(slack.workspace, me, form('Quiet'));
  await slack.act({ act: 'dismiss', view: (await slack.sees()).modals[0]?.id ?? '' });
  expect(app.heard.filter(({ type }) => type === 'interactive')).toHaveLength(1);
});

test('a command names people and channels by their ids, and escapes the rest', async () => {
  const { slack, app, channel } = await opened();
  const sent = slack.act({ act: 'slash', channel, command: '/leak', text: 'ask @tomas in #general <!channel> a@b.c @nobody' });
  const envelope = await app.next('slash_commands');
  app.ack(envelope);
  await sent;
  expect((envelope.payload as JsonObject).text).toBe(
    `ask <@U0APPROVE1|tomas> in <#${channel}|general> &lt;!channel&gt; a@b.c @nobody`,
  );
});

test('a command is refused in a thread, and one that nobody has is not valid', async () => {
  const { slack, channel } = await opened();
  const { ts } = postMessage(slack.workspace, { channel, user: me, byApp: false, text: 'root' });
  expect(await slack.act({ act: 'say', channel, text: '/leak now', threadTs: ts })).toEqual({
    ok: false,
    error: '/leak is not supported in threads. Sorry!',
  });
  expect(await slack.act({ act: 'slash', channel, command: '/nope', text: '' })).toMatchObject({
    ok: false,
    error: expect.stringContaining('/nope is not a valid command'),
  });
});

test('a shortcut at a message carries it; a global one stands alone', async () => {
  const { slack, app, channel } = await opened();
  const { ts } = postMessage(slack.workspace, { channel, user: me, byApp: false, text: 'the password is …' });
  const choose = async (callbackId: string, message: { channel: string; ts: string } | null) => {
    const sent = slack.act({ act: 'shortcut', callbackId, message });
    const envelope = await app.next('interactive');
    app.ack(envelope);
    expect(await sent).toEqual({ ok: true });
    return envelope.payload;
  };
  expect(await choose('report_leaked_secret', { channel, ts })).toMatchObject({
    type: 'message_action',
    message_ts: ts,
    message: { user: me },
  });
  expect(await choose('declare_leak', null)).toMatchObject({ type: 'shortcut', callback_id: 'declare_leak', user: { id: me } });
  expect(await slack.act({ act: 'shortcut', callbackId: 'nobody_has_it', message: null })).toMatchObject({ ok: false });
});

test('a trigger opens one form, within three seconds', async () => {
  const { slack, app, channel } = await opened();
  const { sent, envelope, payload } = await pressed(slack, app, channel);
  app.ack(envelope);
  await sent;
  const open = () => slack.client.views.open({ trigger_id: String(payload.trigger_id), view: form('Leak') as never });
  expect((await open()).ok).toBe(true);
  await expect(open()).rejects.toThrow(/exchanged_trigger_id/);
  const late = await pressed(slack, app, channel);
  app.ack(late.envelope);
  await late.sent;
  await slack.time.pass(3_001);
  const view = form('Leak') as never;
  await expect(slack.client.views.open({ trigger_id: String(late.payload.trigger_id), view })).rejects.toThrow(
    /expired_trigger_id/,
  );
});
