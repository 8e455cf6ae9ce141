/** The clock of one bot's machine is set, an hour forward and an hour back, while another bot is in the middle of a strike. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newest } from '../stories/town.ts';
import { startBot } from './bot.ts';
import { containedOnce, doneSteps, faultsOf, rowsAt, storyOf, told } from './record.ts';
import { agree, contained, leakOf, openPost, openTownWithWire, type Post, seenByServer } from './scene.ts';
import { openSharedDatabase, type SharedDatabase } from './shared-database.ts';
import { soon } from './soon.ts';
import { strikeOf } from './wire.ts';

/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 180_000;
const hourMs = 3_600_000;

describe.skipIf(newest === undefined)('the clock of a machine is set', { timeout }, () => {
  let shared: SharedDatabase;
  let place: Awaited<ReturnType<typeof openTownWithWire>>;
  let post: Post;
  let client: pg.Client;

  beforeAll(async () => {
    shared = await openSharedDatabase(newest ?? 18);
    place = await openTownWithWire(newest ?? 18);
    post = await openPost(place.town, place.wire, { databaseUrl: await shared.create('clock_steps') });
    client = new pg.Client({ connectionString: post.databaseUrl ?? '' });
    await client.connect();
  }, timeout);
  afterAll(async () => {
    await client?.end();
    await post?.close();
    await place?.close();
    await shared?.stop();
  });

  const seen = async (pid: number): Promise<number> => {
    const { rows } = await client.query('select seen_at from bot where pid = $1', [pid]);
    return rows[0] === undefined ? 0 : rows[0].seen_at.getTime();
  };
  /** Waits until the bot has looked at the time, at its leases and for work. */
  async function beats(pid: number): Promise<void> {
    for (let beat = 0; beat < 2; beat += 1) {
      const before = await seen(pid);
      await soon('the bot says that it is alive', async () => (await seen(pid)) !== before);
    }
  }

  test('and nobody’s lease is stolen, no timer is lost, and no record goes back in time', async () => {
    await post.start();
    const offBy = join(post.office.folder, 'off-by');
    writeFileSync(offBy, '0');
    const leak = await leakOf(place.town, post, 'stepped');
    const strike = place.wire.hold('message', strikeOf(leak.role));
    await agree(post, leak);
    await strike.caught;

    const preload = `--import=${resolve(import.meta.dirname, 'stepping-clock.mjs')}`;
    const other = await startBot(post.office.folder, { ...post.env, NODE_OPTIONS: preload, CLOCK_OFF_BY: offBy });
    try {
      for (const stepMs of [hourMs, -hourMs]) {
        writeFileSync(offBy, String(stepMs));
        await beats(other.pid);
        expect(Math.abs((await seen(other.pid)) - Date.now())).toBeLessThan(60_000);
      }
      strike.release();
      await contained(post, leak);
      const rows = await rowsAt(post.databaseUrl ?? '');
      expect(faultsOf(rows)).toEqual([]);
      const story = storyOf(rows, leak.number);
      expect(doneSteps(story)).toEqual(containedOnce);
      // Whose lease is stolen answers late. The strike itself may take too long for its own bot, and be made again by it.
      expect(told(story, 'step.late', 'strike')).toEqual([]);
      expect((await seenByServer(place.town, leak.role)).filter((what) => what === 'strike')).toHaveLength(1);
      const times = story.map(({ at }) => at);
      expect(times).toEqual([...times].sort());
    } finally {
      await other.end('SIGKILL');
    }
  });
});
