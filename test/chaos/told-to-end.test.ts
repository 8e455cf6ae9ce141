/** SIGTERM and late answers, on the embedded database: nothing is cut that could finish, nothing is blamed on a provider. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHolder } from '../../src/platform/db/lock.ts';
import { newest } from '../stories/town.ts';
import type { BotProcess } from './bot.ts';
import { containedOnce, doneSteps, faultsOf, rowsInFolder, storyOf, told } from './record.ts';
import { agree, contained, leakOf, openPost, openTownWithWire, type Post, seenByServer, storyNow, untilTold } from './scene.ts';
import { soon } from './soon.ts';
import { commitOf } from './wire.ts';

/** What runs may finish for 5 s; the rest is closing. A container has at least 10 s. */
const endLimitMs = 9_000;

/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 120_000;

describe.skipIf(newest === undefined)('a bot on the embedded database that is told to end', { timeout }, () => {
  let place: Awaited<ReturnType<typeof openTownWithWire>>;
  let post: Post;
  let bot: BotProcess;

  beforeAll(async () => {
    place = await openTownWithWire(newest ?? 18);
    post = await openPost(place.town, place.wire);
    bot = await post.start();
  });
  afterAll(async () => {
    await post?.close();
    await place?.close();
  });

  /** Nothing of the process is left in the folder. */
  function isLetGo(): void {
    expect(readHolder(post.data)).toBeNull();
    expect(existsSync(join(post.data, 'staunch.lock'))).toBe(false);
    expect(existsSync(join(post.data, 'staunch.sock'))).toBe(false);
  }

  test('while an answer does not come: it ends all the same, blames nobody, and the next start finishes', async () => {
    const leak = await leakOf(place.town, post, 'no_answer');
    const commit = place.wire.hold('answer', commitOf(leak.role));
    await agree(post, leak);
    await commit.caught;
    const ended = await bot.end('SIGTERM');
    expect(ended.code, bot.said()).toBe(0);
    expect(ended.tookMs).toBeLessThan(endLimitMs);
    isLetGo();
    const rows = await rowsInFolder(post.data);
    expect(rows.jobs.filter(({ ref }) => ref === 'strike')).toMatchObject([{ status: 'ready', lease: null, attempts: 1 }]);
    const left = storyOf(rows, leak.number);
    expect(left.filter(({ type }) => type === 'step.failed' || type === 'step.stuck' || type === 'step.late')).toEqual([]);

    bot = await post.start();
    await contained(post, leak);
    const story = await storyNow(post, leak.number);
    expect(doneSteps(story)).toEqual(containedOnce);
    expect(told(story, 'step.done', 'strike')).toMatchObject([{ via: 'probe' }]);
  });

  test('while an answer is on its way: it waits for it, and records it before it ends', async () => {
    const leak = await leakOf(place.town, post, 'on_its_way');
    const commit = place.wire.hold('answer', commitOf(leak.role));
    await agree(post, leak);
    await commit.caught;
    const ending = bot.end('SIGTERM');
    await soon('it begins to end', () => bot.said().includes('Staunch ends: nothing new is begun'));
    commit.release();
    const ended = await ending;
    expect(ended.code).toBe(0);
    isLetGo();
    const story = storyOf(await rowsInFolder(post.data), leak.number);
    expect(told(story, 'step.done', 'strike')).toMatchObject([{ via: 'run' }]);
    // What comes next is begun by the next start.
    expect(told(story, 'step.started', 'prove')).toEqual([]);

    bot = await post.start();
    await contained(post, leak);
    expect(told(await storyNow(post, leak.number), 'step.started', 'strike')).toHaveLength(1);
  });

  test('an answer that comes after a person skipped the step is remembered, and moves nothing', async () => {
    const leak = await leakOf(place.town, post, 'skipped');
    const commit = place.wire.hold('answer', commitOf(leak.role));
    await agree(post, leak);
    await commit.caught;
    const why = 'it takes too long for me';
    const skipped = await post.terminal.type(['skip', leak.number, 'strike', '--reason', why, '--as', 'ana']);
    expect(skipped, skipped.err).toMatchObject({ code: 0 });
    commit.release();
    const late = await untilTold(post, leak.number, 'step.late');
    expect(late).toMatchObject({ step: 'strike', credential: 'c1' });
    expect(late.calls).toMatchObject([{ call: `ALTER ROLE "${leak.role}" NOLOGIN`, answer: 'ALTER ROLE' }, {}, {}]);
    await contained(post, leak);
    const story = await storyNow(post, leak.number);
    expect(told(story, 'step.skipped', 'strike')).toMatchObject([{ reason: why, person: 'ana' }]);
    expect(doneSteps(story)).toEqual(containedOnce.filter((step) => !step.startsWith('strike')));
    expect(story.filter(({ type }) => type === 'step.late')).toHaveLength(1);
    expect((await seenByServer(place.town, leak.role)).filter((what) => what === 'strike')).toHaveLength(1);
  });

  test('leaves a record that verifies', async () => {
    expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 });
    const rows = await rowsInFolder(post.data);
    expect(rows.incidents).toHaveLength(3);
    expect(faultsOf(rows)).toEqual([]);
  });
});
