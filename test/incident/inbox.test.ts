/** What was acknowledged is carried out, once, by whichever bot is there; what could not be written is known not to be there. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInbox, type Inbox } from '../../src/incident/inbox.ts';
import type { Json } from '../../src/platform/canonical.ts';
import { DatabaseError, type Db } from '../../src/platform/db/db.ts';
import { openEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';

const record = recordKey(Buffer.alloc(32, 1));
const start = new Date('2026-11-25T03:12:00.000Z');
let db: Db;
let now = start;
let carried: string[] = [];
let gaveUp: string[] = [];
let statements: string[] = [];
const bots: Inbox[] = [];

beforeAll(async () => {
  db = await openEmbedded(null);
  await migrate(db);
});
afterAll(() => db.close());
beforeEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.stop(100)));
  await db.query('delete from inbox');
  now = start;
  carried = [];
  gaveUp = [];
  statements = [];
});

/** The database, and what it was asked. */
const watched = (): Pick<Db, 'query' | 'transaction'> => ({
  query: db.query,
  transaction: (work) =>
    db.transaction((query, later) =>
      work((sql, parameters) => {
        statements.push(sql);
        return query(sql, parameters);
      }, later),
    ),
});

function bot(carryOut = async (_wish: Json, key: string) => void carried.push(key), on = watched()): Inbox {
  const inbox = createInbox({
    db: on,
    clock: { now: () => now },
    log: { warn: () => undefined, error: () => undefined },
    surface: 'slack',
    record,
    carryOut,
    gaveUp: async (_wish, key) => void gaveUp.push(key),
  });
  bots.push(inbox);
  return inbox;
}

const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const keepAndBegin = async (inbox: Inbox, key: string) => {
  const written = await inbox.keep(key, { says: key }, now);
  if (written === 'new') inbox.begin({ key, wish: { says: key }, at: now });
  return written;
};
const open = async () =>
  (await db.query<{ key: string }>('select key from inbox where done_at is null order by key')).map(({ key }) => key);

test('a wish is new once and known from then on, also after it was carried out', async () => {
  const [one, other] = [bot(), bot()];
  expect(await keepAndBegin(one, 'a')).toBe('new');
  expect(await keepAndBegin(other, 'a')).toBe('known');
  await one.stop(1_000);
  expect(await keepAndBegin(other, 'a')).toBe('known');
  expect(carried).toEqual(['a']);
  expect(await open()).toEqual([]);
});

test('three hundred at once take few statements, and the same key among them twice is one', async () => {
  const inbox = bot();
  const keys = Array.from({ length: 300 }, (_, at) => `k${at % 299}`);
  const written = await Promise.all(keys.map((key) => keepAndBegin(inbox, key)));
  expect(written.filter((each) => each === 'new')).toHaveLength(299);
  expect(written.filter((each) => each === 'known')).toHaveLength(1);
  expect(statements.length).toBeLessThan(6);
  while ((await open()).length > 0) await new Promise((next) => setImmediate(next));
  expect(carried.toSorted()).toEqual([...new Set(keys)].toSorted());
});

test('one that the database refuses takes no other one with it', async () => {
  const inbox = bot();
  const refused = 'x'.repeat(3_000_000);
  const [first, poisoned, third] = await Promise.all([
    inbox.keep('a', {}, now),
    // An index entry has at most some 2.7 kB.
    inbox.keep(Array.from({ length: 200_000 }, () => Math.random().toString(36)).join(''), { refused }, now),
    inbox.keep('c', {}, now),
  ]);
  expect([first, poisoned, third]).toEqual(['new', 'lost', 'new']);
  expect(await open()).toEqual(['a', 'c']);
});

describe('what nobody carries out', () => {
  test('is left to its bot while the lease holds, and then taken up by the next one', async () => {
    const [dead, next] = [bot(), bot()];
    await dead.keep('a', {}, now);
    pass(29_999);
    await next.sweep();
    expect(carried).toEqual([]);
    pass(1);
    await next.sweep();
    await next.stop(1_000);
    expect(carried).toEqual(['a']);
  });

  test('is taken up by one of several bots', async () => {
    const dead = bot();
    for (let count = 0; count < 20; count += 1) await dead.keep(`k${count}`, {}, now);
    pass(60_000);
    const others = [bot(), bot(), bot()];
    while ((await open()).length > 0) await Promise.all(others.map((other) => other.sweep()));
    await Promise.all(others.map((other) => other.stop(1_000)));
    expect(carried.toSorted()).toEqual(Array.from({ length: 20 }, (_, at) => `k${at}`).toSorted());
  });
});

test('what fails is tried again later and later, and after a quarter of an hour its person is told instead', async () => {
  const tried: Date[] = [];
  const failing = bot(async () => {
    tried.push(now);
    throw new Error('no');
  });
  await keepAndBegin(failing, 'a');
  while (gaveUp.length === 0) {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
    pass(500);
    await failing.sweep();
  }
  const seconds = tried.map((at) => (at.getTime() - start.getTime()) / 1_000);
  expect(seconds.slice(0, 3)).toEqual([0, expect.closeTo(1, 0), expect.closeTo(2, 0)]);
  expect(seconds.length).toBeLessThan(30);
  expect(seconds.at(-1)).toBeGreaterThanOrEqual(900);
  expect(gaveUp).toEqual(['a']);
  expect(await open()).toEqual([]);
});

test('a bot that waited too long with a wish leaves it to whoever has it by now', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const busy = bot(async (_wish, key) => {
    carried.push(key);
    await promise;
  });
  for (const key of ['a', 'b', 'c', 'd', 'e']) await keepAndBegin(busy, key);
  pass(30_000);
  resolve();
  await busy.stop(1_000);
  expect(carried).toEqual(['a', 'b', 'c', 'd']);
});

test('a bot that ends hands back at once what it has not begun', async () => {
  const never = bot(() => new Promise(() => undefined));
  for (const key of ['a', 'b', 'c', 'd', 'e']) await keepAndBegin(never, key);
  await never.stop(0);
  const next = bot();
  await next.sweep();
  await next.stop(1_000);
  expect(carried).toEqual(['e']);
});

test('a database that is away loses a wish in so many words', async () => {
  const away = () => Promise.reject(new DatabaseError('away', { unreachable: true, code: null }));
  expect(await bot(undefined, { query: away, transaction: away }).keep('a', {}, now)).toBe('lost');
});

test('what was done is forgotten after two days, what is open is not', async () => {
  const inbox = bot();
  await keepAndBegin(inbox, 'done');
  while ((await open()).length > 0) await new Promise((next) => setImmediate(next));
  await inbox.keep('open', {}, now);
  await db.query("update inbox set lease_until = 'infinity' where key = 'open'");
  pass(49 * 3_600_000);
  await inbox.sweep();
  expect((await db.query('select key from inbox')).map(({ key }) => key)).toEqual(['open']);
});
