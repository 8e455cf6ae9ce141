/** The inbox where several bots share it, and where the database may hold somebody up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInbox, type Inbox } from '../../src/incident/inbox.ts';
import type { Db } from '../../src/platform/db/db.ts';
import { openDatabase } from '../../src/platform/db/open.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { available, startPostgres, type TestPostgres } from '../servers/postgres.ts';

const record = recordKey(Buffer.alloc(32, 1));

describe.skipIf(!available(15))('an inbox on PostgreSQL', () => {
  let server: TestPostgres;
  let dbs: Db[] = [];
  const carried: string[] = [];
  let now = new Date('2026-11-25T03:12:00.000Z');

  beforeAll(async () => {
    server = await startPostgres(15);
    const { user, password } = server.superuser;
    const url = `postgres://${user}:${password}@127.0.0.1:${server.port}/postgres`;
    dbs = [];
    for (let count = 0; count < 3; count += 1) dbs.push(await openDatabase({ type: 'postgres', url, report: () => undefined }));
  });
  afterAll(async () => {
    await Promise.all(dbs.map((db) => db.close()));
    await server.stop();
  });

  const botOn = (db: Db | undefined): Inbox => {
    if (db === undefined) throw new Error('There is no database.');
    return createInbox({
      db,
      clock: { now: () => now },
      log: { warn: () => undefined, error: () => undefined },
      surface: 'slack',
      record,
      carryOut: async (_wish, key) => void carried.push(key),
      gaveUp: () => Promise.resolve(),
    });
  };
  const count = async (where: string) =>
    (await dbs[0]?.query<{ n: number }>(`select count(*)::int as n from inbox where ${where}`))?.[0]?.n;

  test('the same three hundred clicks heard by three bots are kept once, and carried out once by whichever is alive', async () => {
    const bots = dbs.map(botOn);
    const keys = Array.from({ length: 300 }, (_, at) => `k${at}`);
    const written = await Promise.all(bots.flatMap((bot) => keys.map((key) => bot.keep(key, { key }, now))));
    expect(written.filter((each) => each === 'new')).toHaveLength(300);
    expect(written.filter((each) => each === 'lost')).toHaveLength(0);
    // All three died in between: nobody began anything. Their leases run out.
    now = new Date(now.getTime() + 30_000);
    const next = dbs.map(botOn);
    while ((await count('done_at is null')) !== 0) await Promise.all(next.map((bot) => bot.sweep()));
    await Promise.all(next.map((bot) => bot.stop(1_000)));
    expect(carried.toSorted()).toEqual(keys.toSorted());
  });

  test('a table that somebody holds loses a click in under two seconds, and nothing of it appears later', async () => {
    const { user, password } = server.superuser;
    const holder = server.client(user, password);
    await holder.connect();
    await holder.query('begin; lock table inbox in access exclusive mode');
    const bot = botOn(dbs[1]);
    const begun = performance.now();
    expect(await bot.keep('held up', {}, now)).toBe('lost');
    expect(performance.now() - begun).toBeLessThan(2_000);
    await holder.query('rollback');
    await holder.end();
    expect(await bot.keep('after', {}, now)).toBe('new');
    expect(await count("key = 'held up'")).toBe(0);
  });
});
