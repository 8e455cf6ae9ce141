/** What a surface is told, in which order, and that nothing of it is lost or said twice. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PostmanParts, postOne, startPostman } from '../../src/incident/posts/postman.ts';
import { readNews } from '../../src/incident/posts/read-news.ts';
import { claimPost, forgetSurface, readPlaces } from '../../src/incident/rows/post-row.ts';
import type { Delivered, News, Post, PostDraft, Surface } from '../../src/incident/surface.ts';
import { minutes, openWorld, seconds, type World } from './world.ts';

let world: World;
let parts: PostmanParts;
const never = new AbortController().signal;

beforeAll(async () => {
  world = await openWorld();
  const { db, clock, log } = world;
  const say = (fields: object, message: string) => void log.push({ fields: { ...fields }, message });
  parts = { db, clock, playbooks: world.engine.desk.playbooks, log: { warn: say, error: say }, sleep: () => Promise.resolve() };
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.calm();
  await forgetSurface(world.db.query, 'board');
  // What earlier tests declared is no news here.
  await world.db.query("insert into surface_progress select 'board', id, seq from incident");
});

type Board = Surface & { made: Post[]; news: News[] };

function board(due: (news: News) => PostDraft[], deliver: (post: Post) => Delivered = () => ({ done: true })): Board {
  const made: Post[] = [];
  const news: News[] = [];
  return {
    name: 'board',
    made,
    news,
    due(one) {
      news.push(one);
      return due(one);
    },
    deliver(post) {
      made.push(post);
      return Promise.resolve(deliver(post));
    },
  };
}

const entryEach = ({ entries }: News): PostDraft[] =>
  entries.map(({ seq }) => ({ lane: 'channel', kind: 'entry', ref: String(seq) }));

async function makeAll(surface: Surface): Promise<void> {
  while (await postOne(parts, surface, never));
}

describe('news', () => {
  it('of an incident is read once, in order, and goes on where it stopped', async () => {
    const surface = board(entryEach);
    const incident = await world.declare();
    await readNews(parts, surface);
    const first = surface.news.flatMap(({ entries }) => entries.map(({ seq }) => seq));
    await world.send(incident, 'note', { text: 'seen in the logs' }, { as: 'ana' });
    await readNews(parts, surface);
    await readNews(parts, surface);
    const all = surface.news.flatMap(({ entries }) => entries.map(({ seq }) => seq));
    expect(all).toEqual((await world.entries(incident)).map(({ seq }) => seq));
    expect(all.length).toBeGreaterThan(first.length);
  });

  it('of an incident that ended before the surface was there is not told', async () => {
    const incident = await world.declare();
    await world.send(incident, 'close', { reason: 'a false alarm' }, { as: 'ana' });
    await forgetSurface(world.db.query, 'board');
    await world.db.query("insert into surface_progress select 'board', id, seq from incident where id <> $1", [incident]);
    const surface = board(entryEach);
    await readNews(parts, surface);
    expect((await world.view(incident)).state).toBe('closed');
    expect(surface.news.map(({ view }) => view.incident)).not.toContain(incident);
  });

  it('is queued together with how far was read: a surface that throws is told again', async () => {
    const incident = await world.declare();
    const broken = board(() => {
      throw new Error('a fault in a rendering');
    });
    await expect(readNews(parts, broken)).rejects.toThrow('a fault');
    const surface = board(entryEach);
    await readNews(parts, surface);
    expect(surface.news[0]?.entries[0]?.seq).toBe(1);
    expect(surface.news[0]?.view.incident).toBe(incident);
  });
});

describe('posts', () => {
  it('of one lane are made in order, and one that fails holds up its own lane only', async () => {
    await world.declare();
    let down = true;
    const due = ({ entries }: News): PostDraft[] =>
      entries.flatMap(({ seq }) => ['a', 'b'].map((lane) => ({ lane, kind: lane, ref: String(seq) })));
    const surface = board(due, (post) => {
      if (post.lane === 'a' && down) throw new Error('the surface is away');
      return { done: true };
    });
    await readNews(parts, surface);
    await makeAll(surface);
    const ofA = surface.made.filter(({ lane }) => lane === 'a');
    expect(ofA.map(({ ref }) => ref)).toEqual(['1']);
    expect(surface.made.filter(({ lane }) => lane === 'b').length).toBeGreaterThan(2);
    down = false;
    world.sleepThrough(minutes(2));
    await makeAll(surface);
    const made = surface.made.filter(({ lane }) => lane === 'a').map(({ ref }) => Number(ref));
    expect(made.slice(1)).toEqual(made.slice(1).toSorted((one, other) => one - other));
    expect(made.length).toBe(surface.made.filter(({ lane }) => lane === 'b').length + 1);
  });

  it('that are due again while they wait are made once', async () => {
    await world.declare();
    const surface = board(() => [{ lane: 'card', kind: 'card', ref: 'card' }]);
    await readNews(parts, surface);
    await forgetProgress();
    await readNews(parts, surface);
    await makeAll(surface);
    expect(surface.made.length).toBe(1);
  });

  it('remember where they were put', async () => {
    const incident = await world.declare();
    const surface = board(
      () => [{ lane: 'channel', kind: 'open', ref: 'channel' }],
      () => ({ done: true, places: { channel: 'C1' } }),
    );
    await readNews(parts, surface);
    await makeAll(surface);
    expect(await readPlaces(world.db.query, 'board', incident)).toEqual(new Map([['channel', 'C1']]));
  });

  it('wait as long as the surface asks, and are dropped where they can never be made', async () => {
    await world.declare();
    let answer: Delivered = { again: { inMs: seconds(30), why: 'slow down' } };
    const surface = board(
      () => [{ lane: 'channel', kind: 'open', ref: 'channel' }],
      () => answer,
    );
    await readNews(parts, surface);
    await makeAll(surface);
    expect(surface.made.length).toBe(1);
    world.sleepThrough(seconds(29));
    await makeAll(surface);
    expect(surface.made.length).toBe(1);
    world.sleepThrough(seconds(2));
    answer = { dropped: 'the channel was deleted' };
    await makeAll(surface);
    await makeAll(surface);
    expect(surface.made.length).toBe(2);
  });

  it('of a bot that died are taken over, and whoever does is told that it may be there already', async () => {
    await world.declare();
    const surface = board(() => [{ lane: 'channel', kind: 'open', ref: 'channel' }]);
    await readNews(parts, surface);
    const now = world.clock.now();
    const lost = { surface: 'board', now, lease: randomUUID(), leaseUntil: new Date(now.getTime() + seconds(60)) };
    expect(await claimPost(world.db.query, lost)).not.toBeNull();
    expect(await postOne(parts, surface, never)).toBe(false);
    world.sleepThrough(seconds(61));
    await makeAll(surface);
    expect(surface.made.map(({ attempts }) => attempts)).toEqual([2]);
  });

  it('are made by a postman as soon as it is woken, and what it has in hand at its end is not lost', async () => {
    const surface = board(entryEach);
    const sleeping = { ...parts, sleep: (_ms: number, until?: AbortSignal) => aborted(until) };
    const postman = startPostman(sleeping, surface);
    const incident = await world.declare();
    postman.wake();
    const wanted = (await world.entries(incident)).length;
    await expect.poll(() => surface.made.length, { timeout: 5_000 }).toBe(wanted);
    await postman.stop();
    expect(surface.made.map(({ ref }) => Number(ref))).toEqual(Array.from({ length: wanted }, (_, index) => index + 1));
  });
});

const forgetProgress = () =>
  world.db.query(
    "update surface_progress set seq = 0 where surface = 'board' and seq > 0 and incident = (select id from incident order by number desc limit 1)",
  );

const aborted = (until?: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (until === undefined || until.aborted) resolve();
    else until.addEventListener('abort', () => resolve(), { once: true });
  });
