/** What every database of ours promises: one suite, run on the embedded one and on real servers. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimJob } from '../../../src/incident/rows/job-row.ts';
import { bytes, DatabaseError, type Db, instant } from '../../../src/platform/db/db.ts';
import { migrate } from '../../../src/platform/db/migrate.ts';
import { newIncident } from '../../timeline/rows.ts';

/** `open` gives an empty database: each call another connection to the same one where that is possible. */
const tick = `insert into job (id, incident, kind, ref, credential, status, run_at)
  values ($1, $2, 'timer', 'tick', '', 'ready', $3)`;

export function databaseContract(name: string, open: () => Promise<Db>): void {
  describe(name, () => {
    let db: Db;
    beforeAll(async () => {
      db = await open();
      await migrate(db);
      await db.query('create table scratch (id int primary key, word text)');
    });
    afterAll(() => db.close());

    const words = async () =>
      (await db.query<{ word: string }>('select word from scratch order by id')).map(({ word }) => word);
    const faultOf = async (work: Promise<unknown>): Promise<DatabaseError> => {
      const error = await work.then(
        () => new Error('It worked.'),
        (thrown: unknown) => thrown,
      );
      if (error instanceof DatabaseError) return error;
      throw error;
    };

    test('keeps what a transaction did when it resolves', async () => {
      const answer = await db.transaction(async (query) => {
        await query('insert into scratch values (1, $1)', ['kept']);
        return 'answer';
      });
      expect(answer).toBe('answer');
      expect(await words()).toEqual(['kept']);
    });

    test('forgets what a transaction did when it throws, and throws the same error', async () => {
      const mine = new TypeError('mine');
      const failing = db.transaction(async (query) => {
        await query('insert into scratch values (2, $1)', ['lost']);
        throw mine;
      });
      await expect(failing).rejects.toBe(mine);
      expect(await words()).toEqual(['kept']);
    });

    test('never takes a transaction with a failed statement for committed, even if the failure was swallowed', async () => {
      const swallowing = db.transaction(async (query) => {
        await query('insert into scratch values (3, $1)', ['lost']);
        await query('select 1 / 0').catch(() => undefined);
      });
      await expect(swallowing).rejects.toBeInstanceOf(DatabaseError);
      expect(await words()).toEqual(['kept']);
    });

    test('does what was put off in order, before what is asked after it', async () => {
      const seen = await db.transaction(async (query, later) => {
        later('create temporary table queue (word text) on commit drop');
        later("insert into queue values ('first')");
        later("update queue set word = word || ', second'");
        return query('select word from queue');
      });
      expect(seen).toEqual([{ word: 'first, second' }]);
    });

    test('tells of what was put off and failed by its own error, and keeps nothing of the transaction', async () => {
      const alone = db.transaction(async (query, later) => {
        await query('select 1');
        later("insert into scratch values (2, 'lost')");
        later('select nonsense');
      });
      expect(await faultOf(alone)).toMatchObject({ code: '42703' });
      const asked = db.transaction(async (query, later) => {
        later('select nonsense');
        return query('select 1');
      });
      expect(await faultOf(asked)).toMatchObject({ code: '42703' });
      expect(await words()).toEqual(['kept']);
    });

    test('serves on after a transaction that failed', async () => {
      await faultOf(db.transaction((query) => query('select nonsense')));
      expect(await words()).toEqual(['kept']);
    });

    test('wraps an error with its SQLSTATE; the database itself is not to blame', async () => {
      expect(await faultOf(db.query('insert into scratch values (1, $1)', ['again']))).toMatchObject({
        code: '23505',
        unreachable: false,
      });
      expect(await faultOf(db.query('select nonsense'))).toMatchObject({ code: '42703', unreachable: false });
    });

    test('takes several statements at once and gives the rows of the last', async () => {
      expect(await db.query("select 1 as one; select 'two' as two;")).toEqual([{ two: 'two' }]);
    });

    test('gives the same types for the same columns', async () => {
      const at = new Date('2026-11-24T03:12:00.123Z');
      const [row] = await db.query(
        'select $1::int as number, $2::bytea as raw, $3::timestamptz as at, $4::jsonb as json, $5::text[] as list, null as nothing, true as truth',
        [7, Buffer.from([0, 255]), at, JSON.stringify({ a: [1] }), ['x', 'y']],
      );
      expect(row).toMatchObject({ number: 7, json: { a: [1] }, list: ['x', 'y'], nothing: null, truth: true });
      expect(bytes(row?.raw)).toEqual(Buffer.from([0, 255]));
      expect(instant(row?.at)).toEqual(at);
    });

    test('tells a listener of what was committed, and of nothing that was not', async () => {
      const heard: string[] = [];
      let rang: () => void = () => undefined;
      await db.listen('bell', (word) => {
        heard.push(word);
        rang();
      });
      await db
        .transaction(async (query) => {
          await query("select pg_notify('bell', '')");
          throw new TypeError('not this time');
        })
        .catch(() => undefined);
      const ringing = new Promise<void>((resolve) => (rang = resolve));
      await db.transaction((query) => query("select pg_notify('bell', 'fire')"));
      await ringing;
      expect(heard).toEqual(['fire']);
    });

    test('gives each due job to one claimer, however many ask at once', async () => {
      const { incident } = await newIncident(db.query);
      const now = new Date('2026-11-24T00:00:00Z');
      const ids = Array.from({ length: 12 }, () => randomUUID());
      for (const id of ids) {
        await db.query(tick, [id, incident, now]);
      }
      const claims = Array.from({ length: 20 }, () =>
        claimJob(db.query, { now, lease: randomUUID(), leaseUntil: new Date(now.getTime() + 15_000) }),
      );
      const claimed = (await Promise.all(claims)).flatMap((job) => (job === null ? [] : [job.id]));
      expect(new Set(claimed).size).toBe(claimed.length);
      // Claimers that met on one row may have gone away empty: what they left is still to be had, once.
      for (;;) {
        const job = await claimJob(db.query, { now, lease: randomUUID(), leaseUntil: new Date(now.getTime() + 15_000) });
        if (job === null) break;
        claimed.push(job.id);
      }
      expect(claimed.sort()).toEqual([...ids].sort());
    });

    test('gives a job again only when its lease is over', async () => {
      await db.query("update job set status = 'done'");
      const { incident } = await newIncident(db.query);
      const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 0, 0, second));
      const id = randomUUID();
      await db.query(tick, [id, incident, at(0)]);
      const claim = (second: number) =>
        claimJob(db.query, { now: at(second), lease: randomUUID(), leaseUntil: at(second + 15) });
      expect((await claim(0))?.id).toBe(id);
      expect(await claim(14)).toBeNull();
      expect(await claim(15)).toMatchObject({ id, attempts: 2 });
    });

    test('is brought up to date twice without harm', async () => {
      const before = await db.query('select name from schema_migration');
      await migrate(db);
      expect(await db.query('select name from schema_migration')).toEqual(before);
      expect(await words()).toEqual(['kept']);
    });

    test('says that it cannot be reached once it is closed', async () => {
      const other = await open();
      await other.close();
      expect(await faultOf(other.query('select 1'))).toMatchObject({ unreachable: true });
      expect(await faultOf(other.transaction((query) => query('select 1')))).toMatchObject({ unreachable: true });
    });
  });
}
