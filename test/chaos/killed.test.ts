/** SIGKILL at the instants that hurt, on the embedded database: the same data folder goes on where the dead process was. */
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHolder } from '../../src/platform/db/lock.ts';
import { newest } from '../stories/town.ts';
import type { BotProcess } from './bot.ts';
import { containedOnce, doneSteps, faultsOf, rowsInFolder, storyOf, told } from './record.ts';
import { agree, contained, leakOf, openPost, openTownWithWire, type Post, seenByServer, storyNow, untilTold } from './scene.ts';
import { commitOf, strikeOf } from './wire.ts';

/** A killed worker's lease lasts 15 s; on the embedded database nobody waits for it, once the next bot runs. */
const atOnceMs = 5_000;
/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 120_000;

describe.skipIf(newest === undefined)('a bot on the embedded database that is killed', { timeout }, () => {
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

  /** Kills the bot, starts the next, and says since when it runs. */
  async function killAndRestart(): Promise<{ runsAt: number }> {
    const dead = bot.pid;
    await bot.end('SIGKILL');
    bot = await post.start();
    const runsAt = Date.now();
    expect(readHolder(post.data)).toMatchObject({ pid: bot.pid });
    expect(bot.pid).not.toBe(dead);
    return { runsAt };
  }

  async function tookUpAtOnce(number: string, next: { runsAt: number }): Promise<void> {
    const attempts = told(await storyNow(post, number), 'step.started', 'strike');
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(Date.parse(String(attempts[1]?.at)) - next.runsAt).toBeLessThan(atOnceMs);
    expect(new Set(attempts.map(({ job }) => job)).size).toBe(1);
  }

  test('before the strike reaches the server: it looks first, strikes once, and the leak is contained', async () => {
    const leak = await leakOf(place.town, post, 'before_call');
    const strike = place.wire.hold('message', strikeOf(leak.role));
    await agree(post, leak);
    await strike.caught;
    const next = await killAndRestart();
    await contained(post, leak);
    await tookUpAtOnce(leak.number, next);
    const story = await storyNow(post, leak.number);
    expect(doneSteps(story)).toEqual(containedOnce);
    expect(told(story, 'step.done', 'strike')).toMatchObject([{ via: 'run' }]);
    const seen = await seenByServer(place.town, leak.role);
    expect(seen.filter((what) => what === 'strike')).toHaveLength(1);
    expect(await place.town.login(leak.role, leak.value)).toBe('28000');
  });

  test('after the server did it and before it was committed: the second strike comes only after a look', async () => {
    const leak = await leakOf(place.town, post, 'not_committed');
    const strike = place.wire.hold('answer', strikeOf(leak.role));
    await agree(post, leak);
    await strike.caught;
    const next = await killAndRestart();
    await contained(post, leak);
    await tookUpAtOnce(leak.number, next);
    expect(doneSteps(await storyNow(post, leak.number))).toEqual(containedOnce);
    const seen = await seenByServer(place.town, leak.role);
    expect(seen.filter((what) => what === 'strike')).toHaveLength(2);
    const between = seen.slice(seen.indexOf('strike') + 1, seen.lastIndexOf('strike'));
    // Whether the dead attempt took effect comes first; then looks for the plan that is made again, and at the role itself.
    expect(new Set(between)).toEqual(new Set(['look']));
  });

  test('after it took effect and before anybody heard of it: a look finds it done, and nothing is struck again', async () => {
    const leak = await leakOf(place.town, post, 'not_heard');
    const commit = place.wire.hold('answer', commitOf(leak.role));
    await agree(post, leak);
    await commit.caught;
    expect(await place.town.login(leak.role, leak.value)).toBe('28000');
    const next = await killAndRestart();
    await contained(post, leak);
    await tookUpAtOnce(leak.number, next);
    const story = await storyNow(post, leak.number);
    expect(doneSteps(story)).toEqual(containedOnce);
    expect(told(story, 'step.done', 'strike')).toMatchObject([{ via: 'probe' }]);
    const seen = await seenByServer(place.town, leak.role);
    expect(seen.filter((what) => what === 'strike')).toHaveLength(1);
  });

  test('after it took effect while somebody is still in: he is thrown out by the next', async () => {
    const leak = await leakOf(place.town, post, 'still_in');
    const intruder = await place.town.session(leak.role, leak.value, 'intruder');
    const commit = place.wire.hold('answer', commitOf(leak.role));
    await agree(post, leak);
    await commit.caught;
    await killAndRestart();
    await contained(post, leak);
    expect(await intruder.ended).toBe('57P01');
    expect(doneSteps(await storyNow(post, leak.number))).toEqual(containedOnce);
    const seen = await seenByServer(place.town, leak.role);
    expect(seen.filter((what) => what === 'strike')).toHaveLength(2);
    expect(seen.slice(seen.indexOf('strike') + 1, seen.lastIndexOf('strike'))).toContain('look');
  });

  test('right after the strike stands in the record: what is done is not done again', async () => {
    const leak = await leakOf(place.town, post, 'recorded');
    await agree(post, leak);
    await untilTold(post, leak.number, 'step.done', ({ step }) => step === 'strike');
    await killAndRestart();
    await contained(post, leak);
    const story = await storyNow(post, leak.number);
    expect(doneSteps(story)).toEqual(containedOnce);
    expect(told(story, 'step.started', 'strike')).toHaveLength(1);
    expect((await seenByServer(place.town, leak.role)).filter((what) => what === 'strike')).toHaveLength(1);
  });

  test('leaves a record that verifies from the first entry to the last, and nothing locked', async () => {
    expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 });
    const rows = await rowsInFolder(post.data);
    expect(rows.incidents).toHaveLength(5);
    expect(faultsOf(rows)).toEqual([]);
    // The check itself can fail: a changed word, a missing entry, a missing incident.
    const changed = rows.links.map((link) => ({ ...link, header: link.header.replace('"via":"probe"', '"via":"run"') }));
    expect(faultsOf({ ...rows, links: changed })).not.toEqual([]);
    expect(faultsOf({ ...rows, links: rows.links.toSpliced(7, 1) })).not.toEqual([]);
    expect(faultsOf({ ...rows, register: rows.register.toSpliced(1, 1) })).not.toEqual([]);
    for (const { number } of rows.incidents) expect(doneSteps(storyOf(rows, number))).toEqual(containedOnce);
    expect(rows.jobs.filter(({ status, lease }) => status === 'running' || lease !== null)).toEqual([]);
    const left = await readdir(post.data);
    expect(left.filter((name) => name.startsWith('staunch.lock') || name.endsWith('.sock'))).toEqual([]);
  });
});
