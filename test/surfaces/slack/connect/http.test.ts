/** Where Slack calls the bot: only what Slack signed, once, and of now. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'node:querystring';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../../../src/platform/db/db.ts';
import { action, command, event } from '../bodies.ts';
import { emptyDatabase, expectSilent, startBot, type TestBot } from './bot.ts';
import { startTinySlack, type TinySlack } from './tiny-slack.ts';

const signingSecret = 'made-up-signing-secret';
const form = 'application/x-www-form-urlencoded';
let db: Db;
let slack: TinySlack;
let bot: TestBot;

beforeAll(async () => {
  db = await emptyDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('delete from inbox');
  slack = await startTinySlack();
  bot = await startBot({
    apiUrl: slack.apiUrl,
    db,
    transport: { type: 'http', signingSecret, at: { host: '127.0.0.1', port: 0 } },
  });
});
afterEach(async () => {
  await bot.slack.stop(500);
  await slack.close();
});

type Sent = { body: string; type?: string; seconds?: number; secret?: string; headers?: Record<string, string> };

function request({ body, type = form, seconds = 0, secret = signingSecret, headers }: Sent) {
  const timestamp = String(Math.floor(Date.now() / 1_000) + seconds);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return {
    method: 'POST',
    body,
    headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature, ...headers },
  };
}
const place = (path = '/slack/events', port = bot.slack.port()) => `http://127.0.0.1:${port}${path}`;
const send = (sent: Sent) => fetch(place(), request(sent));

test('a command, a button and an event are answered and carried out', async () => {
  const answered = await send({ body: stringify(command()) });
  expect(await answered.json()).toEqual({ response_type: 'ephemeral', text: 'noted' });
  expect((await send({ body: stringify({ payload: JSON.stringify(action()) }) })).status).toBe(200);
  const mention = event({ type: 'app_mention', user: 'U0ANA', channel: 'C0', ts: '1.2', text: 'x' });
  expect((await send({ body: JSON.stringify(mention), type: 'application/json' })).status).toBe(200);
  await bot.done(3);
  expect(bot.slack.state()).toMatchObject({ transport: 'http', connections: { open: 1, wanted: 1 }, trouble: null });
});

test('the same request twice is turned away, and its effect is there once', async () => {
  const sent = request({ body: stringify(command()) });
  expect((await fetch(place(), sent)).status).toBe(200);
  expect((await fetch(place(), sent)).status).toBe(401);
  await bot.done(1);
  await bot.slack.stop(500);
  expect(bot.carried).toHaveLength(1);
  expect(bot.slack.state().counts).toMatchObject({ heard: 1, turnedAway: 1 });
});

test('Slack’s own retry of an event, signed anew, is acknowledged and nothing more', async () => {
  const body = JSON.stringify(event({ type: 'app_mention', user: 'U0ANA', channel: 'C0', ts: '1.2', text: 'x' }));
  const headers = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
  expect((await send({ body, type: 'application/json' })).status).toBe(200);
  expect((await send({ body, type: 'application/json', seconds: 1, headers })).status).toBe(200);
  await bot.done(1);
  expect(bot.slack.state().counts).toMatchObject({ heard: 2, again: 1 });
});

test.each([
  ['signed with another secret', { secret: 'other' }, 401],
  ['of tomorrow', { seconds: 86_400 }, 401],
  ['ten minutes old', { seconds: -600 }, 401],
  ['with a signature that is none', { headers: { 'x-slack-signature': 'v0=00' } }, 401],
])('a request %s is turned away, and nothing of it is done', async (_what, more, status) => {
  expect((await send({ body: stringify(command({ text: 'hunter2' })), ...more })).status).toBe(status);
  expect(bot.slack.state().counts).toMatchObject({ heard: 0, turnedAway: 1 });
  expectSilent(bot, 'hunter2');
});

test.each([
  ['JSON that is null', 'null'],
  ['JSON that is a list', '[]'],
  ['half a JSON', '{"type":'],
])('%s is refused and ends nothing, even signed', async (_what, body) => {
  expect((await send({ body, type: 'application/json' })).status).toBe(400);
  expect((await send({ body: stringify({ payload: body }) })).status).toBe(400);
  expect((await send({ body: stringify(command()) })).status).toBe(200);
});

test('what Slack asks at the set-up is answered: the challenge, signed; the certificate, with nothing else in it done', async () => {
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'c0ffee', token: 'x' });
  expect(await (await send({ body: challenge, type: 'application/json' })).json()).toEqual({ challenge: 'c0ffee' });
  const check = { method: 'POST', headers: { 'content-type': form }, body: stringify({ ...command(), ssl_check: '1' }) };
  expect((await fetch(place(), check)).status).toBe(200);
  expect(bot.slack.state().counts.heard).toBe(0);
});

test('other paths and methods are not there, and a body without end is cut', async () => {
  expect((await fetch(place('/'))).status).toBe(404);
  expect((await fetch(place('/slack/events'))).status).toBe(404);
  expect((await send({ body: 'x'.repeat(1_048_577) })).status).toBe(413);
});

test('a listener of the bot’s own passes Slack’s calls on', async () => {
  const own = await startBot({ apiUrl: slack.apiUrl, db, transport: { type: 'http', signingSecret, at: null } });
  const server = createServer((incoming, response) => own.slack.requestListener?.(incoming, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  expect((await fetch(place('/slack/events', port), request({ body: stringify(command()) }))).status).toBe(200);
  await own.done(1);
  await own.slack.stop(500);
  expect((await fetch(place('/slack/events', port), request({ body: stringify(command()) }))).status).toBe(503);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

test('a port that is taken is told with what to do', async () => {
  const port = bot.slack.port() ?? 0;
  const second = await startBot({
    apiUrl: slack.apiUrl,
    db,
    transport: { type: 'http', signingSecret, at: { host: '127.0.0.1', port } },
  });
  expect(second.slack.state()).toMatchObject({
    connections: { open: 0 },
    trouble: expect.stringMatching(/cannot listen on .*EADDRINUSE.*npx staunch.*listen:/),
  });
  await second.slack.stop(0);
});
