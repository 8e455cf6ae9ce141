/** Over connections that the bot opens: what is received is written down, acknowledged, carried out once, and never ends the process. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../../../src/platform/db/db.ts';
import { action, command, event, submit, view } from '../bodies.ts';
import { databaseAway, emptyDatabase, expectSilent, keepAll, noteOf, startBot, type TestBot } from './bot.ts';
import { startTinySlack, type TinySlack } from './tiny-slack.ts';

let db: Db;
let slack: TinySlack;
let bot: TestBot | null = null;

beforeAll(async () => {
  db = await emptyDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('delete from inbox');
  slack = await startTinySlack();
});
afterEach(async () => {
  await bot?.slack.stop(100);
  bot = null;
  await slack.close();
});

const started = async (more: Partial<Parameters<typeof startBot>[0]> = {}) => {
  bot = await startBot({ apiUrl: slack.apiUrl, db, ...more });
  return bot;
};
const openRows = () => db.query<{ key: string }>('select key from inbox where done_at is null');

test('a command is answered with its words, a button with nothing, and both are carried out', async () => {
  const { done, carried, slack: connection } = await started();
  expect((await slack.send('slash_commands', command())).payload).toEqual({ response_type: 'ephemeral', text: 'noted' });
  expect((await slack.send('interactive', action())).payload).toEqual({});
  await done(2);
  expect(carried.map(({ wish }) => wish.by)).toEqual(Array(2).fill({ user: 'U0ANA', team: 'T0PRACTICE' }));
  expect(connection.state()).toMatchObject({
    transport: 'socket',
    connections: { open: 1, wanted: 1 },
    trouble: null,
    counts: { heard: 2, unknown: 0, again: 0, lost: 0, failed: 0 },
  });
  expect(connection.state().ackMs.count).toBe(2);
  expect(connection.identity()).toMatchObject({ team: 'T0PRACTICE', botUser: 'U0BOT' });
});

test('the same payload twice is acknowledged twice and carried out once', async () => {
  const { done, carried, slack: connection } = await started();
  const [mention, click] = [event({ type: 'app_mention', user: 'U0ANA', channel: 'C0', ts: '1.2', text: 'x' }), action()];
  for (const [type, body] of [
    ['events_api', mention],
    ['interactive', click],
  ] as const) {
    await slack.send(type, body);
    await slack.send(type, body);
  }
  await done(2);
  expect(slack.acks).toHaveLength(4);
  expect(connection.state().counts.again).toBe(2);
  await connection.stop(1_000);
  expect(carried).toHaveLength(2);
});

test('fifty clicks at once by two connections are fifty wishes', async () => {
  const { done, carried } = await started({ transport: { type: 'socket', appToken: 'xapp-made-up', connections: 2 } });
  await slack.opened(2);
  await Promise.all(Array.from({ length: 50 }, (_, at) => slack.send('interactive', action(), slack.sockets()[at % 2])));
  await done(50);
  expect(new Set(carried.map(({ key }) => key)).size).toBe(50);
});

test('what is not understood is acknowledged, counted, and logged without a word of it', async () => {
  const running = await started();
  await slack.send('interactive', { type: 'block_actions', actions: [], secret: 'hunter2' });
  await slack.send('interactive', { type: 'dialog_cancellation', callback_id: 'hunter2' });
  await slack.send('events_api', { type: 'app_rate_limited', team_id: 'T0PRACTICE', minute_rate_limited: 1 });
  await slack.send('events_api', null);
  await slack.send('slash_commands', command({ user_id: 'hunter2' }));
  slack.sockets()[0]?.send('{"not json');
  slack.sockets()[0]?.send('null');
  await slack.send('slash_commands', command());
  await running.done(1);
  expect(running.carried).toHaveLength(1);
  expect(running.logged.filter(({ level }) => level === 'warn').length).toBeGreaterThanOrEqual(3);
  expectSilent(running, 'hunter2');
});

test('a fault of ours is told to the person in the answer itself, and Slack is answered all the same', async () => {
  const running = await started({
    handle: () => {
      throw new Error('a bug');
    },
  });
  const answered = await slack.send('slash_commands', command());
  expect(answered.payload.text).toMatch(/^This did not work.*terminal: npx staunch$/);
  expect((await slack.send('interactive', submit())).payload).toMatchObject({
    response_action: 'errors',
    errors: { kind: expect.stringContaining('did not work') },
  });
  await slack.send('interactive', action());
  await running.slack.stop(1_000);
  expect(slack.calls).toContainEqual({
    method: 'chat.postEphemeral',
    args: expect.objectContaining({ channel: 'C0WAR', user: 'U0ANA', text: expect.stringContaining('did not work') }),
  });
  expect(running.slack.state().counts.failed).toBe(3);
});

test('without the database nothing is promised: command, form and button say that it was not written down', async () => {
  const running = await started({ db: databaseAway() });
  expect((await slack.send('slash_commands', command())).payload.text).toMatch(/could not write this down.*npx staunch/);
  expect((await slack.send('interactive', submit())).payload).toMatchObject({
    errors: { kind: expect.stringContaining('write this down') },
  });
  const bare = submit({ view: view({ blocks: [], state: { values: {} } }) });
  expect((await slack.send('interactive', bare)).payload).toMatchObject({ response_action: 'update' });
  await slack.send('interactive', action());
  await running.slack.stop(1_000);
  expect(slack.calls.filter(({ method }) => method === 'chat.postEphemeral')).toHaveLength(1);
  expect(running.slack.state().counts).toMatchObject({ lost: 4 });
  expect(running.carried).toEqual([]);
});

test('a database that hangs keeps nobody waiting for three seconds, and what comes too late is taken back', async () => {
  const release = Promise.withResolvers<void>();
  let hangs = true;
  const slow: Pick<Db, 'query' | 'transaction'> = {
    query: db.query,
    async transaction(work) {
      if (hangs) await release.promise;
      return db.transaction(work);
    },
  };
  const running = await started({ db: slow });
  const answered = await slack.send('slash_commands', command());
  expect(answered.payload.text).toMatch(/could not write this down/);
  expect(running.slack.state().ackMs.max).toBeLessThan(2_500);
  hangs = false;
  release.resolve();
  await slack.send('slash_commands', command());
  await running.done(1);
  await running.slack.stop(1_000);
  expect(running.carried).toHaveLength(1);
  expect((await db.query('select key from inbox')).length).toBe(1);
});

test('an answer goes through the redactor', async () => {
  await started({ handle: () => ({ ack: { text: 'you typed hunter2' }, keep: null, after: null }) });
  expect((await slack.send('slash_commands', command())).payload.text).toBe('you typed [redacted]');
});

test('a form that Slack does not open is told to its person, after the acknowledgement', async () => {
  const running = await started({
    handle: () => ({ ack: null, keep: null, after: () => Promise.reject(new Error('expired_trigger_id')) }),
  });
  await slack.send('slash_commands', command());
  await running.slack.stop(1_000);
  expect(slack.calls).toContainEqual({
    method: 'chat.postEphemeral',
    args: expect.objectContaining({ text: expect.stringContaining('did not open the form') }),
  });
});

test('what was acknowledged by a bot that died is carried out by the next one', async () => {
  const dying = await started({ carryOut: () => new Promise(() => undefined) });
  await slack.send('slash_commands', command());
  expect(await openRows()).toHaveLength(1);
  // Its process is gone: nobody renews the lease.
  await dying.slack.stop(0);
  await db.query('update inbox set lease_until = now()');
  const next = await started();
  await next.done(1);
  await next.slack.stop(1_000);
  expect(next.carried).toHaveLength(1);
  expect(await openRows()).toEqual([]);
});

test('what fails is tried again, and a bot that ends hands back what it has not done', async () => {
  const begun = Promise.withResolvers<void>();
  const ending = await started({
    carryOut: (_wish, _key, signal) => {
      begun.resolve();
      return new Promise((_done, broken) => signal.addEventListener('abort', () => broken(new Error('told to end'))));
    },
  });
  await slack.send('slash_commands', command());
  await begun.promise;
  await ending.slack.stop(50);
  const next = await started();
  await next.done(1);
  expect(next.carried).toHaveLength(1);
});

test('what is in hand at the end is acknowledged before the connection is closed', async () => {
  const held = Promise.withResolvers<void>();
  const slow: Pick<Db, 'query' | 'transaction'> = {
    query: db.query,
    async transaction(work) {
      await held.promise;
      return db.transaction(work);
    },
  };
  const ending = await started({ db: slow });
  const acked = slack.send('slash_commands', command());
  while (ending.slack.state().lastPayloadAt === null) await new Promise((next) => setImmediate(next));
  const stopped = ending.slack.stop(2_000);
  held.resolve();
  expect((await acked).payload.text).toBe('noted');
  await stopped;
  expect(ending.slack.state().connections.open).toBe(0);
});

test('a connection that Slack wants to replace is replaced, and what it brought is acknowledged by it', async () => {
  const held = Promise.withResolvers<void>();
  const slow: Pick<Db, 'query' | 'transaction'> = {
    query: db.query,
    async transaction(work) {
      await held.promise;
      return db.transaction(work);
    },
  };
  const running = await started({ db: slow });
  const [old] = slack.sockets();
  const acked = slack.send('slash_commands', command(), old);
  old?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  await slack.opened(2);
  held.resolve();
  expect((await acked).payload.text).toBe('noted');
  const closed = new Promise((end) => old?.once('close', end));
  await closed;
  expect((await slack.send('slash_commands', command())).payload.text).toBe('noted');
  expect(running.slack.state().connections.open).toBe(1);
});

test('a connection that Slack closes for another reason is told with it', async () => {
  const running = await started();
  slack.sockets()[0]?.send(JSON.stringify({ type: 'disconnect', reason: 'link_disabled' }));
  while (running.slack.state().trouble === null) await new Promise((next) => setImmediate(next));
  expect(running.slack.state().trouble).toMatch(/Socket Mode is switched off/);
});

test('a connection that breaks is opened again', async () => {
  const running = await started();
  slack.sockets()[0]?.terminate();
  while (running.slack.state().connections.open > 0) await new Promise((next) => setImmediate(next));
  await slack.opened(1);
  expect((await slack.send('slash_commands', command())).payload.text).toBe('noted');
});

test('an app token that is revoked while the bot runs is told, and ends nothing', async () => {
  const faults: unknown[] = [];
  const unhandled = (error: unknown) => void faults.push(error);
  process.on('unhandledRejection', unhandled);
  try {
    const running = await started();
    slack.answers.set('apps.connections.open', () => ({ ok: false, error: 'invalid_auth' }));
    slack.sockets()[0]?.terminate();
    while (running.slack.state().trouble === null) await new Promise((next) => setImmediate(next));
    expect(running.slack.state()).toMatchObject({
      connections: { open: 0, wanted: 1 },
      trouble: expect.stringMatching(/app-level token \(invalid_auth\).*xapp-.*npx staunch|npx staunch.*xapp-/),
    });
    expect(running.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
    expectSilent(running, 'xapp-made-up', 'xoxb-made-up');
  } finally {
    process.off('unhandledRejection', unhandled);
  }
  expect(faults).toEqual([]);
});

test.each([
  ['invalid_auth', /refuses the bot token \(invalid_auth\).*bot-token/],
  ['account_inactive', /refuses the bot token \(account_inactive\)/],
])(
  'a bot token that Slack refuses (%s) is told at once, and what the inbox owes is carried out all the same',
  async (code, told) => {
    slack.answers.set('auth.test', () => ({ ok: false, error: code }));
    const running = await started();
    expect(running.slack.state()).toMatchObject({ connections: { open: 0 }, trouble: expect.stringMatching(told) });
    expect(running.slack.identity()).toBeNull();
    expect(slack.calls.map(({ method }) => method)).toEqual(['auth.test']);
  },
);

test('a token of another workspace, or of a person, is refused in words', async () => {
  expect((await started({ team: 'T0OTHER' })).slack.state().trouble).toMatch(/workspace T0PRACTICE, but .*T0OTHER/);
  await bot?.slack.stop(0);
  slack.answers.set('auth.test', () => ({ ok: true, team_id: 'T0PRACTICE', user_id: 'U0ANA' }));
  expect((await started()).slack.state().trouble).toMatch(/not a bot's/);
});

test('a Slack that is away at the start is tried again by itself', async () => {
  slack.answers.set('auth.test', () => ({ status: 503 }));
  const running = await started();
  expect(running.slack.state().trouble).toMatch(/cannot be reached \(http_503\)/);
  slack.answers.delete('auth.test');
  await slack.opened(1);
  expect((await slack.send('slash_commands', command())).payload.text).toBe('noted');
  expect(running.slack.state().trouble).toBeNull();
});

test('the bot does not hear itself', async () => {
  const running = await started({ handle: keepAll });
  const mention = (user: string) => event({ type: 'app_mention', user, channel: 'C0', ts: '1.2', text: 'x' });
  await slack.send('events_api', mention('U0BOT'));
  await slack.send('events_api', mention('U0ANA'));
  await running.done(1);
  expect(running.carried.map(({ wish }) => wish.by.user)).toEqual(['U0ANA']);
});

test('a row of an older version is dropped, not tried for ever', async () => {
  const running = await started({
    handle: (payload, at) => ({ ack: null, keep: { ...noteOf(payload, at), wants: 'old' } as never, after: null }),
  });
  await slack.send('slash_commands', command());
  while ((await openRows()).length > 0) await new Promise((next) => setImmediate(next));
  expect(running.logged.map(({ message }) => message)).toContainEqual(expect.stringContaining('not readable'));
});
