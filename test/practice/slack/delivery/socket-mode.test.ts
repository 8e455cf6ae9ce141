import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connectApp, openAddress } from './app-socket.ts';
import { settled } from './moved-time.ts';
import { atEnd, me, type OpenSlack, openSlack } from './open-slack.ts';

const slash = (slack: OpenSlack) => slack.act({ act: 'slash', channel: slack.channel('general'), command: '/leak', text: '' });

const clientOf = (slack: OpenSlack) => {
  const client = new SocketModeClient({
    appToken: slack.appToken,
    clientOptions: { slackApiUrl: slack.api },
    clientPingTimeout: 200,
    logLevel: LogLevel.ERROR,
  });
  atEnd(() => client.disconnect());
  return client;
};

test("Slack's own client connects, hears a command and answers it", async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  client.on('slash_commands', ({ ack, body }) => void ack({ text: `You said ${body.text}` }));
  await client.start();
  expect(slack.control.connections()).toBe(1);
  const channel = slack.channel('general');
  expect(await slack.act({ act: 'slash', channel, command: '/leak', text: 'help' })).toEqual({ ok: true });
  const answer = (await slack.sees()).messages[channel]?.at(-1);
  expect(answer).toMatchObject({ text: 'You said help', onlyMe: true, byApp: true });
  expect((await slack.sees('U0APPROVE1')).messages[channel]).toEqual([]);
});

test("Slack's own client comes back by itself when its connection is refreshed", async () => {
  const slack = await openSlack();
  const client = clientOf(slack);
  client.on('slash_commands', ({ ack }) => void ack());
  await client.start();
  const back = new Promise<void>((resolve) => client.once('connected', () => resolve()));
  slack.control.refresh('all', true);
  await back;
  expect(await slash(slack)).toEqual({ ok: true });
});

test('a connection is greeted with its number and the app', async () => {
  const slack = await openSlack();
  const first = await connectApp(slack);
  const second = await connectApp(slack);
  expect(first.hello).toMatchObject({ num_connections: 1, connection_info: { app_id: slack.workspace.app.id } });
  expect(second.hello).toMatchObject({ num_connections: 2 });
  expect(second.hello.debug_info).toHaveProperty('host');
});

test('a ticket opens one connection, once', async () => {
  const slack = await openSlack();
  const address = await openAddress(slack);
  const first = new WebSocket(address);
  atEnd(async () => first.terminate());
  await new Promise((resolve) => first.once('open', resolve));
  const outcome = (url: string) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url);
      socket.on('error', (error) => resolve(error.message));
      socket.on('open', () => resolve('open'));
    });
  expect(await outcome(address)).toContain('401');
  expect(await outcome(address.replace(/ticket=[0-9a-f]+/, 'ticket=00'))).toContain('401');
});

test('each envelope goes to one connection, and the next to another', async () => {
  const slack = await openSlack();
  const first = await connectApp(slack);
  const second = await connectApp(slack);
  for (const app of [first, second, first, second]) {
    const sent = slash(slack);
    app.ack(await app.next('slash_commands'));
    expect(await sent).toEqual({ ok: true });
  }
  expect([first, second].map(({ heard }) => heard.filter(({ type }) => type === 'slash_commands').length)).toEqual([2, 2]);
});

test('the eleventh connection is turned away', async () => {
  const slack = await openSlack();
  for (let count = 0; count < 10; count += 1) await connectApp(slack);
  const socket = new WebSocket(await openAddress(slack));
  const said = await new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))));
  expect(said).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(slack.control.connections()).toBe(10);
});

test('a command that is not acknowledged within three seconds fails in the words of Slack, and is kept as late', async () => {
  const slack = await openSlack();
  const app = await connectApp(slack);
  const sent = slash(slack);
  const envelope = await app.next('slash_commands');
  await slack.time.pass(2_999);
  expect(slack.control.timeouts()).toEqual([]);
  await slack.time.pass(1);
  expect(await sent).toEqual({ ok: false, error: '/leak failed with the error "operation_timeout"' });
  expect(slack.control.timeouts()).toMatchObject([{ type: 'slash_commands', payload: { command: '/leak', user_id: me } }]);
  // Too late changes nothing any more.
  app.ack(envelope, { text: 'late' });
  await settled();
  expect((await slack.sees()).messages[slack.channel('general')]).toEqual([]);
});

test('without a connection a command fails at once', async () => {
  const slack = await openSlack();
  expect(await slash(slack)).toEqual({ ok: false, error: '/leak failed with the error "dispatch_failed"' });
  expect((await slack.sees()).app.connected).toBe(false);
});

test('another connection cannot acknowledge what it was not sent', async () => {
  const slack = await openSlack();
  const [first, second] = [await connectApp(slack), await connectApp(slack)];
  const sent = slash(slack);
  const [asked, other] = await Promise.race([
    first.next('slash_commands').then((envelope) => [envelope, second] as const),
    second.next('slash_commands').then((envelope) => [envelope, first] as const),
  ]);
  other.ack(asked);
  await settled();
  await slack.time.pass(3_000);
  expect(await sent).toMatchObject({ ok: false });
});

test('a refresh warns ten seconds before it ends the connection', async () => {
  const slack = await openSlack();
  const app = await connectApp(slack);
  slack.control.refresh();
  expect(await app.next('disconnect')).toMatchObject({ reason: 'warning' });
  await slack.time.pass(9_999);
  expect(slack.control.connections()).toBe(1);
  await slack.time.pass(1);
  expect(await app.next('disconnect')).toMatchObject({ reason: 'refresh_requested' });
  expect(await app.closed).toBe(1_000);
});

test('envelopes are lost and doubled on order', async () => {
  const slack = await openSlack();
  const app = await connectApp(slack);
  slack.control.dropNext();
  const lost = slash(slack);
  await vi.waitFor(() => expect(slack.time.due()).toContain(3_000));
  await slack.time.pass(3_000);
  expect(await lost).toMatchObject({ ok: false });
  expect(slack.control.timeouts()).toEqual([]);
  slack.control.duplicateNext();
  const sent = slash(slack);
  const [one, other] = [await app.next('slash_commands'), await app.next('slash_commands')];
  for (const envelope of [one, other]) app.ack(envelope);
  expect(await sent).toEqual({ ok: true });
  expect(one.payload).toEqual(other.payload);
  expect(one.envelope_id).not.toBe(other.envelope_id);
});

test('the Web API fails on order, so often as was ordered', async () => {
  const slack = await openSlack();
  slack.control.failNext('auth.test', { status: 500 }, 2);
  for (let call = 0; call < 2; call += 1) await expect(slack.client.auth.test()).rejects.toThrow(/500/);
  expect((await slack.client.auth.test()).ok).toBe(true);
});
