/** What happens while no bot runs: limits go by, and commands do the work themselves. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newest } from '../stories/town.ts';
import { containedOnce, doneSteps, faultsOf, rowsInFolder, storyOf } from './record.ts';
import { agree, leakOf, openPost, openTownWithWire, type Post, storyNow, untilTold } from './scene.ts';
import { soon } from './soon.ts';

const stageMs = 3_000;

/** The ordinary first two stages with limits that a test can wait for. */
const hasty = `
playbook: leak
title: Leaked secret, in haste
within: 4s
ladders:
  standard:
    reversible: { people: 1, from: on-call }
    irreversible: { people: 1, from: approvers }
    mass: { people: 2, from: approvers }
stages:
  identify:
    title: Find out what leaked
    within: 4s
    steps:
      - { do: credential.identify, each: credential, title: What it opens }
      - { do: credential.probe, each: credential, title: Does it still work }
      - { do: leak.plan, title: Ways to cut it off }
    next: contain
  contain:
    title: Cut it off
    within: ${stageMs / 1_000}s
    gate: { plan: containment, ladder: standard, expires: ${stageMs / 1_000}s }
    steps:
      - { do: credential.strike, each: credential, title: Cut it off at its source }
      - { do: credential.prove, each: credential, title: Prove that it is refused }
    next: end
`;

/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 120_000;

describe.skipIf(newest === undefined)('while no bot runs', { timeout }, () => {
  let place: Awaited<ReturnType<typeof openTownWithWire>>;
  const posts: Post[] = [];

  beforeAll(async () => {
    place = await openTownWithWire(newest ?? 18);
  });
  afterAll(async () => {
    await Promise.all(posts.map((post) => post.close()));
    await place?.close();
  });

  async function openQuietPost(): Promise<Post> {
    const post = await openPost(place.town, place.wire);
    posts.push(post);
    return post;
  }

  test('limits go by all the same: the next start tells of each at once, and asks again', async () => {
    const post = await openQuietPost();
    const playbook = join(post.office.folder, 'hasty.yml');
    await writeFile(playbook, hasty);
    await post.configure({ playbook });
    const bot = await post.start();
    const leak = await leakOf(place.town, post, 'overdue');
    const opened = await untilTold(post, leak.number, 'gate.opened');
    await bot.end('SIGKILL');
    const deadline = Date.parse(opened.at) + stageMs;
    await soon('the limits have gone by', () => Date.now() > deadline);

    const startedAt = Date.now();
    const next = await post.start();
    await untilTold(post, leak.number, 'gate.opened', ({ nonce }) => nonce !== opened.nonce);
    const story = await soon('every limit is told of', async () => {
      const found = await storyNow(post, leak.number);
      return found.some(({ type }) => type === 'stage.overdue') && found.some(({ type }) => type === 'clock.overdue') && found;
    });
    for (const type of ['stage.warned', 'stage.overdue', 'gate.expired', 'clock.warned', 'clock.overdue']) {
      const entries = story.filter((line) => line.type === type);
      expect(entries, type).toHaveLength(1);
      expect(Date.parse(String(entries[0]?.at)), type).toBeGreaterThanOrEqual(startedAt);
    }
    expect(await next.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(faultsOf(await rowsInFolder(post.data))).toEqual([]);
  });

  test('the command that agrees carries the work to its end before it ends itself', async () => {
    const post = await openQuietPost();
    const leak = await leakOf(place.town, post, 'no_bot');
    await agree(post, leak);
    const rows = await rowsInFolder(post.data);
    expect(rows.incidents).toMatchObject([{ status: 'contained' }]);
    expect(doneSteps(storyOf(rows, leak.number))).toEqual(containedOnce);
    expect(rows.jobs.filter(({ status }) => status === 'running')).toEqual([]);
    expect(await place.town.login(leak.role, leak.value)).toBe('28000');
  });
});
