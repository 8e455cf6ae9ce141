/** Keeps one place connected: opens, and opens again, sooner or later by how often it failed. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../../platform/clock.ts';
import type { Log } from '../../../platform/log/log.ts';
import { type Ended, type OpenSocket, openSocket } from './open-socket.ts';
import { appTokenTrouble, isTokenRefused } from './trouble-words.ts';

const firstRetryMs = 500;
const retryFactor = 1.3;
const longestRetryMs = 15_000;
/** A refused token is made right by a person. */
const refusedRetryMs = 60_000;
/** One that ends sooner did not work. */
const livedMs = 1_000;
/** What a connection brought is acknowledged before it is closed; Slack itself closes it some seconds after it said so. */
const lastAcksMs = 1_500;
const closeMs = 1_000;

export type KeepParts = {
  appToken: string;
  apiUrl: string | null;
  clock: Clock;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  program: string;
  /** In [0, 1): so that two connections do not try in step. */
  random(): number;
  /** Never throws; `acked` once its answer is out. */
  take(event: ReceiverEvent, acked: () => void): Promise<void>;
};

/** `lived`: long enough to have worked. */
type Life = Ended & { lived: boolean };

export type KeptSocket = {
  /** Null while it is down. */
  openSince(): Date | null;
  /** Why it is down. */
  trouble(): string | null;
  /** Resolves after the first attempt, whatever came of it. */
  tried: Promise<void>;
  /** Opens no other one. What is in hand may still be acknowledged until `close`. */
  stop(): void;
  /** Waits a moment for Slack's own close: a socket that is cut in between keeps the process for half a minute. */
  close(): Promise<void>;
};

export function keepSocket(parts: KeepParts): KeptSocket {
  const stopping = new AbortController();
  const { promise: tried, resolve: wasTried } = Promise.withResolvers<void>();
  const sockets = new Set<OpenSocket>();
  let openSince: Date | null = null;
  let trouble: string | null = null;

  async function once(): Promise<Life> {
    const unacknowledged = new Set<Promise<void>>();
    const socket = openSocket(
      parts,
      {
        opened() {
          openSince = parts.clock.now();
          trouble = null;
          wasTried();
        },
        payload(event) {
          const { promise, resolve } = Promise.withResolvers<void>();
          unacknowledged.add(promise);
          void parts.take(event, () => {
            unacknowledged.delete(promise);
            resolve();
          });
        },
      },
      async () => {
        await Promise.race([Promise.allSettled(unacknowledged), delay(lastAcksMs, undefined, { ref: false })]);
      },
    );
    sockets.add(socket);
    void socket.closed.then(() => sockets.delete(socket));
    const ended = await socket.ended;
    const lived = openSince !== null && parts.clock.now().getTime() - openSince.getTime() >= livedMs;
    openSince = null;
    return { ...ended, lived };
  }

  async function live(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; ) {
      const ended = await once();
      wasTried();
      if (ended.why === 'stopped') return;
      failures = ended.lived ? 0 : failures + 1;
      const told = troubleOf(ended, parts.program);
      if (told !== null && told !== trouble) parts.log.error({}, told);
      trouble = told;
      await delay(waitMs(ended.why, failures, parts.random()), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  void live();
  return {
    openSince: () => openSince,
    trouble: () => trouble,
    tried,
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      wasTried();
      const closed = [...sockets].map((socket) => {
        socket.close();
        return socket.closed;
      });
      await Promise.race([Promise.all(closed), delay(closeMs, undefined, { ref: false })]);
    },
  };
}

function troubleOf({ why, opened }: Ended, program: string): string | null {
  if (typeof why !== 'string') return appTokenTrouble(why.error, program);
  return opened ? null : appTokenTrouble('closed', program);
}

/** How long nobody tries; 0 where the last one worked (no failures), so that nobody misses it. */
export function waitMs(why: Ended['why'], failures: number, random: number): number {
  if (failures === 0) return 0;
  if (typeof why === 'object' && isTokenRefused(why.error)) return refusedRetryMs;
  const asked = typeof why === 'object' ? (why.retryAfterMs ?? 0) : 0;
  const own = Math.min(longestRetryMs, firstRetryMs * retryFactor ** Math.min(failures - 1, 40));
  return Math.max(asked, own * (0.75 + random / 4));
}
