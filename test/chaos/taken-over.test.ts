/** Two bots on one PostgreSQL: what one leaves in the middle, the other finishes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newest } from '../stories/town.ts';
import { containedOnce, doneSteps, faultsOf, rowsAt, storyOf, told } from './record.ts';
import { agree, contained, leakOf, openPost, openTownWithWire, type Post, seenByServer, untilTold } from './scene.ts';
import { openSharedDatabase, type SharedDatabase } from './shared-database.ts';
import { commitOf, strikeOf } from './wire.ts';

/** What a killed worker's claim holds for; the other one looks every second. */
const leaseMs = 15_000;
const takeoverMs = 25_000;

/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 120_000;

describe.skipIf(newest === undefined)('two bots on one PostgreSQL', { timeout }, () => {
  let place: Awaited<ReturnType<typeof openTownWithWire>>;
  let shared: SharedDatabase;
  const posts: Post[] = [];

  beforeAll(async () => {
    [place, shared] = await Promise.all([openTownWithWire(newest ?? 18), openSharedDatabase(newest ?? 18)]);
  });
  afterAll(async () => {
    await Promise.all(posts.map((post) => post.close()));
    await Promise.all([place?.close(), shared?.stop()]);
  });

  async function openSharedPost(name: string): Promise<Post> {
    const post = await openPost(place.town, place.wire, { databaseUrl: await shared.create(name) });
    posts.push(post);
    return post;
  }

  async function verified(post: Post, number: string) {
    const rows = await rowsAt(post.databaseUrl ?? '');
    expect(faultsOf(rows)).toEqual([]);
    const story = storyOf(rows, number);
    expect(doneSteps(story)).toEqual(containedOnce);
    return story;
  }

  /** How long after `at` the second attempt at the strike began. */
  function secondAttemptAfter(story: ReturnType<typeof storyOf>, at: number): number {
    const attempts = told(story, 'step.started', 'strike');
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    return Date.parse(String(attempts[1]?.at)) - at;
  }

  test.concurrent('killed before its strike reaches the server: the other strikes when the lease is over', async () => {
    const post = await openSharedPost('before_call');
    const first = await post.start();
    const leak = await leakOf(place.town, post, 'shared_before_call');
    const strike = place.wire.hold('message', strikeOf(leak.role));
    await agree(post, leak);
    await strike.caught;
    const second = await post.start();
    const at = Date.now();
    await first.end('SIGKILL');
    await contained(post, leak, '40s');
    const story = await verified(post, leak.number);
    expect(secondAttemptAfter(story, at)).toBeLessThan(takeoverMs);
    expect((await seenByServer(place.town, leak.role)).filter((what) => what === 'strike')).toHaveLength(1);
    expect(await second.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  test.concurrent('killed after its strike took effect: the other finds it done', async () => {
    const post = await openSharedPost('not_heard');
    const first = await post.start();
    const leak = await leakOf(place.town, post, 'shared_not_heard');
    const commit = place.wire.hold('answer', commitOf(leak.role));
    await agree(post, leak);
    await commit.caught;
    const second = await post.start();
    const at = Date.now();
    await first.end('SIGKILL');
    await contained(post, leak, '40s');
    const story = await verified(post, leak.number);
    expect(told(story, 'step.done', 'strike')).toMatchObject([{ via: 'probe' }]);
    expect(secondAttemptAfter(story, at)).toBeLessThan(takeoverMs);
    expect((await seenByServer(place.town, leak.role)).filter((what) => what === 'strike')).toHaveLength(1);
    expect(await second.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  test.concurrent('killed right after its strike stands in the record: the other goes on behind it', async () => {
    const post = await openSharedPost('recorded');
    const first = await post.start();
    const leak = await leakOf(place.town, post, 'shared_recorded');
    await agree(post, leak);
    await untilTold(post, leak.number, 'step.done', ({ step }) => step === 'strike');
    await first.end('SIGKILL');
    await post.start();
    await contained(post, leak, '40s');
    const story = await verified(post, leak.number);
    expect(told(story, 'step.started', 'strike')).toHaveLength(1);
  });

  test.concurrent('told to end while its strike is held: the other has it long before the lease is over', async () => {
    const post = await openSharedPost('told_to_end');
    const first = await post.start();
    const leak = await leakOf(place.town, post, 'shared_told_to_end');
    const strike = place.wire.hold('message', strikeOf(leak.role));
    await agree(post, leak);
    await strike.caught;
    await post.start();
    const ended = await first.end('SIGTERM');
    const at = Date.now();
    expect(ended.code).toBe(0);
    await contained(post, leak, '40s');
    const story = await verified(post, leak.number);
    expect(secondAttemptAfter(story, at)).toBeLessThan(leaseMs / 3);
    expect(told(story, 'step.failed', 'strike')).toEqual([]);
  });
});
