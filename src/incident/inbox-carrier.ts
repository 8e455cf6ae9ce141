/** Carries out what is in the inbox, a few at a time, under its lease. */
import type { Json } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import type { Log } from '../platform/log/log.ts';
import { endWish, type KeptWish, postponeWish } from './rows/inbox-row.ts';

/** A bot that died is taken over from after this. */
export const inboxLeaseMs = 30_000;
/** Less than the lease: what this bot does with a wish ends before another one may begin. */
const carryOutMs = 24_000;
/** One that waited for a slot for longer is held anew first. */
const freshMs = inboxLeaseMs - carryOutMs - 2_000;
/** Each sends a command, which takes one lock and a few statements: more would only wait for each other. */
const slots = 4;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
/** Whatever fails for longer is told to its person instead: an incident is over by then. */
const giveUpMs = 15 * 60_000;
/** What was told to end and does not is left behind. */
const lastWaitMs = 1_000;

export type CarrierParts = {
  db: Pick<Db, 'query'>;
  clock: Clock;
  log: Pick<Log, 'warn' | 'error'>;
  surface: string;
  /** Throws where it could not be done and may be done later. Called again for the same key after a crash. */
  carryOut(wish: Json, key: string, signal: AbortSignal): Promise<void>;
  /** It failed for a quarter of an hour and is not tried again. */
  gaveUp(wish: Json, key: string): Promise<void>;
};

export type HeldWish = KeptWish & { heldUntil: Date };

export type Carrier = {
  /** Done as soon as a slot is free. */
  take(held: HeldWish): void;
  /** How many more can be begun soon. */
  room(): number;
  stop(drainMs: number): Promise<void>;
};

/** `idle` is called whenever the last one is done. */
export function createCarrier(parts: CarrierParts, idle: () => void): Carrier {
  const { db, clock, log, surface } = parts;
  const ending = new AbortController();
  const running = new Set<Promise<void>>();
  let queue: HeldWish[] = [];
  let stopped = false;

  function next(): void {
    while (running.size < slots && !stopped) {
      const first = queue.shift();
      if (first === undefined) {
        if (running.size === 0) idle();
        return;
      }
      const done = begin(first)
        .catch((error) => log.error({ surface, key: first.key, error: asError(error) }, 'a wish broke off; its lease runs out'))
        .finally(() => {
          running.delete(done);
          next();
        });
      running.add(done);
    }
  }

  async function begin(held: HeldWish): Promise<void> {
    const leftMs = held.heldUntil.getTime() - clock.now().getTime();
    // Another bot may have it by now.
    if (leftMs <= 0) return;
    if (leftMs < inboxLeaseMs - freshMs) await postponeWish(db.query, held.key, after(inboxLeaseMs));
    try {
      const limit = AbortSignal.timeout(carryOutMs);
      await parts.carryOut(held.wish, held.key, AbortSignal.any([limit, ending.signal]));
    } catch (error) {
      return ending.signal.aborted ? postponeWish(db.query, held.key, clock.now()) : failed(held, asError(error));
    }
    await endWish(db.query, held.key, clock.now());
  }

  /** Later and later, by its age. */
  async function failed({ key, wish, at }: KeptWish, error: Error): Promise<void> {
    const ageMs = Math.max(0, clock.now().getTime() - at.getTime());
    if (ageMs < giveUpMs) {
      log.warn({ surface, key, error }, 'a wish was not carried out; it is tried again');
      return postponeWish(db.query, key, after(Math.min(longestRetryMs, Math.max(firstRetryMs, ageMs))));
    }
    log.error({ surface, key, error }, 'a wish was not carried out for a quarter of an hour; it is given up');
    await endWish(db.query, key, clock.now());
    await parts.gaveUp(wish, key);
  }

  const after = (ms: number) => new Date(clock.now().getTime() + ms);

  return {
    take(held) {
      queue.push(held);
      next();
    },
    room: () => Math.max(0, 2 * slots - queue.length - running.size),
    async stop(drainMs) {
      stopped = true;
      const waiting = queue;
      queue = [];
      const handedBack = waiting.map(({ key }) => postponeWish(db.query, key, clock.now()).catch(() => undefined));
      const limit = setTimeout(() => ending.abort(), drainMs);
      const { promise: leftBehind, resolve } = Promise.withResolvers<void>();
      const last = setTimeout(resolve, drainMs + lastWaitMs);
      await Promise.race([Promise.allSettled([...running, ...handedBack]), leftBehind]);
      clearTimeout(limit);
      clearTimeout(last);
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
