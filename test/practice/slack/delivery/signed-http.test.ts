import { createHmac } from 'node:crypto';
import { HTTPReceiver, LogLevel, App as StockApp } from '@slack/bolt';
import { expect, test, vi } from 'vitest';
import { postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import { appServer, challengeIn, type Reply, type Request } from './app-server.ts';
import { atEnd, me, openSlack } from './open-slack.ts';

/** Opens both, and waits until the app has sent the challenge back. */
async function opened(answer: (request: Request) => Reply | Promise<Reply>) {
  const app = await appServer((request) => {
    const challenge = challengeIn(request);
    return challenge === null ? answer(request) : { body: challenge };
  });
  const slack = await openSlack({ transport: { http: app.urls } });
  await vi.waitFor(async () => expect((await slack.sees()).app.connected).toBe(true));
  const since = () => app.requests.filter((request) => challengeIn(request) === null);
  return { app, slack, since };
}

test('a command is a signed form, and the answer is shown', async () => {
  const { slack, since } = await opened(() => ({
    body: JSON.stringify({ response_type: 'in_channel', text: 'Everybody sees this.' }),
  }));
  const channel = slack.channel('general');
  expect(await slack.act({ act: 'slash', channel, command: '/leak', text: 'a & b' })).toEqual({ ok: true });
  const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = since();
  expect(path).toBe('/commands');
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
    command: '/leak',
    text: 'a &amp; b',
    user_id: me,
    channel_id: channel,
  });
  const seconds = headers['x-slack-request-timestamp'];
  expect(Number(seconds)).toBe(Math.floor(slack.time.now().getTime() / 1_000));
  const digest = createHmac('sha256', slack.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${digest}`);
  expect((await slack.sees('U0APPROVE1')).messages[channel]).toMatchObject([{ text: 'Everybody sees this.', onlyMe: false }]);
});

test('a press is a form with its payload as JSON', async () => {
  const { slack, since } = await opened(() => ({}));
  const channel = slack.channel('general');
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: 'of the app' };
  const message = postMessage(slack.workspace, {
    channel,
    user: slack.workspace.app.botUser,
    byApp: true,
    text: 'x',
    blocks: [{ type: 'actions', block_id: 'b', elements: [button] }],
  });
  const press = {
    act: 'press',
    channel,
    ts: message.ts,
    blockId: 'b',
    actionId: 'go',
    value: { value: 'forged' },
    state: {},
  } as const;
  expect(await slack.act(press)).toEqual({ ok: true });
  const sent = since().find(({ path }) => path === '/interactivity');
  const payload = JSON.parse(new URLSearchParams(sent?.body).get('payload') ?? '');
  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { id: me },
    actions: [{ action_id: 'go', value: 'of the app' }],
  });
});

test('an app that answers with an error, or not in time, is shown as Slack shows it', async () => {
  let answer: () => Reply | Promise<Reply> = () => ({ status: 500 });
  const { slack } = await opened(() => answer());
  const slash = () => slack.act({ act: 'slash', channel: slack.channel('general'), command: '/leak', text: '' });
  expect(await slash()).toEqual({ ok: false, error: '/leak failed with the error "http_service_error"' });
  let asked = () => {};
  const heard = new Promise<void>((resolve) => {
    asked = resolve;
  });
  answer = () => {
    asked();
    return new Promise(() => undefined);
  };
  const late = slash();
  await heard;
  await slack.time.pass(3_000);
  expect(await late).toEqual({ ok: false, error: '/leak failed with the error "operation_timeout"' });
});

test('an event is sent again at once, after a minute and after five, and then no more', async () => {
  const { slack, since } = await opened(() => ({ status: 503 }));
  await slack.act({ act: 'open-home' });
  const nums = () => since().map(({ headers }) => headers['x-slack-retry-num'] ?? null);
  await vi.waitFor(() => expect(nums()).toEqual([null]));
  await vi.waitFor(async () => {
    await slack.time.pass(0);
    expect(nums()).toEqual([null, '1']);
  });
  await vi.waitFor(() => expect(slack.time.due()).toContain(60_000));
  await slack.time.pass(59_999);
  expect(nums()).toHaveLength(2);
  await slack.time.pass(1);
  await vi.waitFor(() => expect(nums()).toEqual([null, '1', '2']));
  await vi.waitFor(() => expect(slack.time.due()).toContain(300_000));
  await slack.time.pass(300_000);
  await vi.waitFor(() => expect(nums()).toEqual([null, '1', '2', '3']));
  await vi.waitFor(() => expect(slack.time.due()).not.toContain(3_000));
  await slack.time.pass(3_600_000);
  expect(nums()).toHaveLength(4);
  expect(since()[1]?.headers['x-slack-retry-reason']).toBe('http_error');
  expect(new Set(since().map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
});

test('an app that asks for no retry gets none', async () => {
  const { slack, since } = await opened(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
  await slack.act({ act: 'open-home' });
  await vi.waitFor(() => expect(since()).toHaveLength(1));
  await slack.time.pass(600_000);
  expect(since()).toHaveLength(1);
});

test("a stock app with Slack's own receiver takes the signature", async () => {
  const { createServer } = await import('node:http');
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address() as { port: number };
  await new Promise((closed) => probe.close(closed));
  const url = `http://127.0.0.1:${port}/slack/events`;
  // The receiver looks at the machine's own clock: a signature of another day is refused.
  const slack = await openSlack({
    transport: { http: { events: url, interactivity: url, commands: url } },
    clock: { now: () => new Date() },
  });
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const app = new StockApp({
    token: slack.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.api },
    logLevel: LogLevel.ERROR,
  });
  app.command('/leak', async ({ ack }) => ack('Heard.'));
  await app.start({ port, host: '127.0.0.1' });
  atEnd(() => app.stop());
  const channel = slack.channel('general');
  expect(await slack.act({ act: 'slash', channel, command: '/leak', text: '' })).toEqual({ ok: true });
  expect((await slack.sees()).messages[channel]).toMatchObject([{ text: 'Heard.', onlyMe: true }]);
});
