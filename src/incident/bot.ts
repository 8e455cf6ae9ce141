/** The bot's own life: it takes due jobs into a few slots, says that it is alive, and ends without dropping anything. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { steadyMs } from '../platform/following-clock.ts';
import { keepTime } from './keep-time.ts';
import { beat, leave } from './rows/bot-row.ts';
import { isAnyDue, pendingJobs, releaseJob } from './rows/job-row.ts';
import { claim, type WorkParts, work } from './worker.ts';

/** Jobs done at the same time: calls wait for providers, so more than cores. */
const usualSlots = 8;
/** How soon work that nobody announced is found: timers, and jobs whose worker died. */
const pollMs = 1_000;
/** The same where a job is due and its incident was in other hands. */
const busyPollMs = 25;
const heartbeatMs = 3_000;
/** How often a command looks whether its bot is done. */
const quietLookMs = 50;
/** What runs at a stop may finish for this long; a container is given at least 10 s before it is killed. */
const graceMs = 5_000;
/** After a broken claim (the database is away) the next one waits. */
const troubleMs = 1_000;

export type Bot = {
  /** There may be new work. */
  wake(): void;
  /** Calls may have been stopped: looks at once what is still in its hands, and ends what is not. */
  halt(): void;
  /** Takes nothing new, lets what runs finish for 5 s, then ends it and hands it back for the next worker. */
  stop(): Promise<void>;
};

export function startBot(parts: WorkParts, { slots }: { slots: number } = { slots: usualSlots }): Bot {
  const stopping = new AbortController();
  const ending = new AbortController();
  const running = new Set<Promise<void>>();
  /** What to call for a look at each lease. */
  const looks = new Set<() => void>();
  const time = keepTime(parts, looks);
  let ring: () => void = () => undefined;
  let woken = false;
  const identity = { id: randomUUID(), host: hostname(), pid: process.pid, startedAt: parts.clock.now() };

  /** Until somebody wakes the bot, or did while it was looking; at most `ms`. */
  async function rung(ms: number): Promise<void> {
    if (!woken) {
      // A timer left behind would hold a finished command for the rest of it.
      const waiting = new AbortController();
      ring = () => waiting.abort('rung');
      await parts.sleep(ms, waiting.signal);
    }
    woken = false;
  }

  function wake(): void {
    woken = true;
    ring();
  }

  /** Takes what there is a slot for; answers when to look again, in milliseconds. */
  async function takeAll(): Promise<number> {
    while (running.size < slots && !stopping.signal.aborted) {
      const takeOver = time.takeOver();
      const taken = await claim(parts, { takeOver });
      if (taken === null) return (await isAnyDue(parts.db.query, { now: parts.clock.now(), takeOver })) ? busyPollMs : pollMs;
      const { job } = taken;
      if (stopping.signal.aborted) {
        await releaseJob(parts.db.query, job);
        return pollMs;
      }
      const done = work(parts, taken, { stop: ending.signal, goOn: () => !stopping.signal.aborted, looks })
        .catch((error: Error) => parts.log.error({ job: job.id, error: error.message }, 'a job broke off; its lease runs out'))
        .finally(() => {
          running.delete(done);
          wake();
        });
      running.add(done);
    }
    return pollMs;
  }

  async function live(): Promise<void> {
    let beatAt = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      try {
        if (steadyMs() - beatAt >= heartbeatMs) {
          await time.look();
          await beat(parts.db.query, { ...identity, seenAt: parts.clock.now() });
          beatAt = steadyMs();
        }
        await rung(await takeAll());
      } catch (error) {
        parts.log.error({ error: (error as Error).message }, 'the database does not answer; trying again');
        await parts.sleep(troubleMs);
      }
    }
  }

  const alive = live();
  return {
    wake,
    halt() {
      for (const look of looks) look();
    },
    async stop() {
      stopping.abort();
      wake();
      await alive;
      const ended = Promise.allSettled(running);
      const grace = setTimeout(() => ending.abort(), graceMs);
      await ended;
      clearTimeout(grace);
      await leave(parts.db.query, identity.id).catch(() => undefined);
    },
  };
}

/** What a command without a bot leaves behind. */
export type Remaining = { count: number; next: { incident: number; what: string; at: Date } | null };

/** Waits until `bot` has nothing due within `graceMs`; says what is left and when. For a command without a running bot. */
export async function workUntilQuiet(parts: WorkParts, bot: Bot, graceMs: number): Promise<Remaining> {
  for (;;) {
    const pending = await pendingJobs(parts.db.query);
    const soon = parts.clock.now().getTime() + graceMs;
    const [next] = pending;
    if (next === undefined) return { count: 0, next: null };
    if (next.runAt.getTime() > soon) {
      return { count: pending.length, next: { incident: next.number, what: next.ref, at: next.runAt } };
    }
    bot.wake();
    await parts.sleep(quietLookMs);
  }
}
