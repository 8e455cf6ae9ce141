/**
 * Makes the posts of one surface: reads the news, claims the head of each lane, delivers. Beside the bot's jobs and in nobody's
 * way: a surface that is slow or away holds up no containment. What cannot be said now is said later, for ever.
 */
import { randomUUID } from 'node:crypto';
import type { Log } from '../../platform/log/log.ts';
import { readEntries } from '../../timeline/read.ts';
import { readView } from '../read-view.ts';
import { claimPost, endPost, type LeasedPost, nextPostAt, readPlaces, requeuePost, writePlace } from '../rows/post-row.ts';
import type { Delivered, Surface } from '../surface.ts';
import { type NewsParts, readNews } from './read-news.ts';

/** Posts made at the same time: each waits for the network. */
const usualSlots = 6;
/** A delivery makes a few bounded calls; a bot that died is taken over from after this. */
const leaseMs = 60_000;
/** How soon news that nobody announced is found. */
const pollMs = 1_000;
const firstRetryMs = 1_000;
/** A surface that was away for an hour is told within a minute of its return. */
const longestRetryMs = 60_000;
const troubleMs = 1_000;

export type PostmanParts = NewsParts & {
  log: Pick<Log, 'warn' | 'error'>;
  sleep(ms: number, until?: AbortSignal): Promise<void>;
};

export type Postman = {
  /** There may be news. */
  wake(): void;
  /** Takes nothing new, lets what runs finish or hands it back. */
  stop(): Promise<void>;
};

/** Makes one post that is due; false when none is. For a caller that owns the time. */
export async function postOne(parts: PostmanParts, surface: Surface, signal: AbortSignal): Promise<boolean> {
  const post = await claim(parts, surface);
  if (post === null) return false;
  await make(parts, surface, post, signal);
  return true;
}

export function startPostman(parts: PostmanParts, surface: Surface, slots: number = usualSlots): Postman {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let ring: () => void = () => undefined;
  let woken = false;

  function wake(): void {
    woken = true;
    ring();
  }

  async function rung(ms: number): Promise<void> {
    if (!woken) {
      const waiting = new AbortController();
      ring = () => waiting.abort('rung');
      await parts.sleep(ms, waiting.signal);
    }
    woken = false;
  }

  async function takeAll(): Promise<void> {
    while (await readNews(parts, surface)) if (stopping.signal.aborted) return;
    while (running.size < slots && !stopping.signal.aborted) {
      const post = await claim(parts, surface);
      if (post === null) return;
      const made = make(parts, surface, post, stopping.signal)
        .catch((error: Error) =>
          parts.log.error({ post: post.id, error: error.message }, 'a post broke off; its lease runs out'),
        )
        .finally(() => {
          running.delete(made);
          wake();
        });
      running.add(made);
    }
  }

  async function live(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await takeAll();
        await rung(await untilNext(parts, surface));
      } catch (error) {
        parts.log.error({ surface: surface.name, error: (error as Error).message }, 'posts could not be read; trying again');
        await parts.sleep(troubleMs);
      }
    }
  }

  const alive = live();
  return {
    wake,
    async stop() {
      stopping.abort();
      wake();
      await alive;
      await Promise.allSettled(running);
    },
  };
}

/** At most the poll; sooner where a post that waits becomes due sooner. */
async function untilNext(parts: PostmanParts, surface: Surface): Promise<number> {
  const next = await nextPostAt(parts.db.query, surface.name);
  if (next === null) return pollMs;
  // A lane whose head is in hand has due posts behind it: whoever ends that one rings.
  const ms = next.getTime() - parts.clock.now().getTime();
  return ms > 0 ? Math.min(pollMs, ms) : pollMs;
}

function claim(parts: PostmanParts, surface: Surface): Promise<LeasedPost | null> {
  const now = parts.clock.now();
  const leaseUntil = new Date(now.getTime() + leaseMs);
  return claimPost(parts.db.query, { surface: surface.name, now, lease: randomUUID(), leaseUntil });
}

async function make(parts: PostmanParts, surface: Surface, post: LeasedPost, signal: AbortSignal): Promise<void> {
  const delivered = await deliver(parts, surface, post, signal);
  const { query } = parts.db;
  const now = parts.clock.now().getTime();
  if ('failed' in delivered) {
    // Told to end: it is no fault of the surface, and whoever comes next takes it at once.
    const failures = signal.aborted ? post.failures : post.failures + 1;
    const waitMs = signal.aborted ? 0 : Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(post.failures, 10));
    if (!signal.aborted)
      parts.log.warn({ post: post.id, kind: post.kind, failures, error: delivered.failed }, 'a post failed; it is tried again');
    return requeuePost(query, post, { runAt: new Date(now + waitMs), failures });
  }
  if ('again' in delivered) {
    return requeuePost(query, post, { runAt: new Date(now + delivered.again.inMs), failures: post.failures });
  }
  if ('dropped' in delivered) {
    parts.log.warn({ post: post.id, kind: post.kind, why: delivered.dropped }, 'a post was dropped');
    await endPost(query, post, 'dropped');
    return;
  }
  await parts.db.transaction(async (inside, later) => {
    if (!(await endPost(inside, post, 'done'))) return;
    for (const [name, place] of Object.entries(delivered.places ?? {})) {
      writePlace(later, surface.name, post.incident, name, place);
    }
  });
}

async function deliver(
  parts: PostmanParts,
  surface: Surface,
  post: LeasedPost,
  signal: AbortSignal,
): Promise<Delivered | { failed: string }> {
  const { query } = parts.db;
  try {
    const view = await readView(parts, query, post.incident);
    if (view === null) return { dropped: 'its incident is not there' };
    const places = await readPlaces(query, surface.name, post.incident);
    return await surface.deliver(post, { view, places, entries: () => readEntries(query, post.incident, 'all'), signal });
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
