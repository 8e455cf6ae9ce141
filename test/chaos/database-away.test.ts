/** The product's own PostgreSQL goes away in the middle of things, and comes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseError } from '../../src/platform/db/db.ts';
import { openPostgres } from '../../src/platform/db/postgres.ts';
import { newest } from '../stories/town.ts';
import { containedOnce, doneSteps, faultsOf, rowsAt, storyOf, told } from './record.ts';
import { agree, contained, leakOf, openPost, openTownWithWire, seenByServer } from './scene.ts';
import { openSharedDatabase, type SharedDatabase } from './shared-database.ts';
import { soon } from './soon.ts';
import { commitOf } from './wire.ts';

/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 120_000;

describe.skipIf(newest === undefined)('the database of Staunch itself goes away', { timeout }, () => {
  let shared: SharedDatabase;

  beforeAll(async () => {
    shared = await openSharedDatabase(newest ?? 18);
  });
  afterAll(() => shared?.stop());

  test('while the answer to a strike is on its way: the answer is kept and recorded, and the bot goes on', async () => {
    const place = await openTownWithWire(newest ?? 18);
    const post = await openPost(place.town, place.wire, { databaseUrl: await shared.create('goes_away') });
    try {
      const bot = await post.start();
      const leak = await leakOf(place.town, post, 'away');
      const commit = place.wire.hold('answer', commitOf(leak.role));
      await agree(post, leak);
      await commit.caught;
      const watching = post.terminal.type(['wait', leak.number, '--for', 'contained', '--timeout', '60s']);
      const quiet = post.terminal.transcript().length;
      await soon('the watching command shows what it sees', () => post.terminal.transcript().length > quiet);

      const restart = await shared.server.crash();
      for (const command of [watching, post.terminal.type(['status', leak.number])]) {
        const ran = await command;
        expect(ran.code, ran.err).toBe(5);
        expect(ran.err).toMatch(/The database (cannot be reached|refused): .+ What was recorded so far stands; try again\./);
      }
      await soon('the bot says that its database is away', () =>
        bot.said().includes('the database does not answer; trying again'),
      );
      commit.release();
      await soon('the bot says that it keeps an answer', () => bot.said().includes('an answer could not be recorded yet'));
      expect(bot.lives()).toBe(true);
      await restart();

      await contained(post, leak);
      expect(bot.lives()).toBe(true);
      const rows = await rowsAt(post.databaseUrl ?? '');
      expect(faultsOf(rows)).toEqual([]);
      const story = storyOf(rows, leak.number);
      expect(doneSteps(story)).toEqual(containedOnce);
      expect(told(story, 'step.done', 'strike')).toMatchObject([{ via: 'run' }]);
      expect(told(story, 'step.started', 'strike')).toMatchObject([{ attempt: 1 }]);
      expect(told(story, 'step.late', 'strike')).toEqual([]);
      expect((await seenByServer(place.town, leak.role)).filter((what) => what === 'strike')).toHaveLength(1);
      expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 });
    } finally {
      await post.close();
      await place.close();
    }
  });

  test('between two statements of a transaction: the transaction fails as unreachable, the next one works', async () => {
    const reports: string[] = [];
    const db = await openPostgres(await shared.create('breaks'), (message) => reports.push(message));
    try {
      const broken = db.transaction(async (query) => {
        const [mine] = await query<{ pid: number }>('select pg_backend_pid() as pid');
        await shared.server.sql(`select pg_terminate_backend(${mine?.pid}, 5000)`);
        // Several turns of the loop: the goodbye of the server arrives while nobody asks it anything.
        await soon('the goodbye is here', async () => (await db.query('select 1 as one')).length === 1);
        await query('select 1');
      });
      await expect(broken).rejects.toSatisfy((error) => error instanceof DatabaseError && error.unreachable);
      expect(await db.transaction((query) => query('select 1 as one'))).toEqual([{ one: 1 }]);
    } finally {
      await db.close();
    }
  });
});
