/**
 * Writes wishes to the inbox before they are acknowledged. While one write is on its way the next ones gather and go together, so
 * that a burst takes one connection and few commits.
 */
import type { Clock } from '../platform/clock.ts';
import { DatabaseError, type Db } from '../platform/db/db.ts';
import { insertWishes, type KeptWish, takeBackWish } from './rows/inbox-row.ts';

/** Slack waits three seconds; whoever waits longer for the database is told that nothing was written. */
const statementTimeoutMs = 800;
/** The same, held by us: a database that vanished keeps nobody waiting. */
const answerTimeoutMs = 1_200;
const mostAtOnce = 200;

export type WriterParts = { db: Pick<Db, 'query' | 'transaction'>; clock: Clock; surface: string; leaseMs: number };

/** `known`: the key was there already. `lost`: it is not written, and will not be. */
export type Written = 'new' | 'known' | 'lost';

type Waiting = { kept: KeptWish; settle(written: Written): void };

export type InboxWriter = { write(kept: KeptWish): Promise<Written> };

export function createInboxWriter(parts: WriterParts, report: (error: Error) => void): InboxWriter {
  let waiting: Waiting[] = [];
  let busy = false;

  async function writeAll(): Promise<void> {
    if (busy) return;
    busy = true;
    // One more turn: what was received in the same moment goes along.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      await writeTogether(parts, batch, report);
    }
    busy = false;
  }

  return {
    async write(kept) {
      const { promise, resolve } = Promise.withResolvers<Written>();
      let late = false;
      const given = { kept, settle: resolve };
      waiting.push(given);
      const limit = setTimeout(() => {
        late = true;
        waiting = waiting.filter((other) => other !== given);
        resolve('lost');
      }, answerTimeoutMs);
      // Its person was told that it is not there; so it must not be there.
      given.settle = (written) => {
        clearTimeout(limit);
        if (late && written === 'new') takeBackWish(parts.db.query, kept.key).catch(report);
        resolve(written);
      };
      void writeAll();
      return promise;
    },
  };
}

async function writeTogether(parts: WriterParts, batch: Waiting[], report: (error: Error) => void): Promise<void> {
  try {
    const written = await inserted(parts, batch);
    // Two deliveries of the same payload in one batch: the first is new, the other one known.
    for (const { kept, settle } of batch) settle(written.delete(kept.key) ? 'new' : 'known');
  } catch (error) {
    report(error as Error);
    const alone = batch.length === 1 || (error instanceof DatabaseError && (error.unreachable || error.code === timedOut));
    if (alone) {
      for (const { settle } of batch) settle('lost');
      return;
    }
    // One that the database refuses must not take the others with it.
    for (const one of batch) await writeTogether(parts, [one], report);
  }
}

/** What PostgreSQL says of a statement that ran into `statement_timeout`. */
const timedOut = '57014';

function inserted({ db, clock, surface, leaseMs }: WriterParts, batch: readonly Waiting[]): Promise<Set<string>> {
  const wishes = [...new Map(batch.map(({ kept }) => [kept.key, kept])).values()];
  const leaseUntil = new Date(clock.now().getTime() + leaseMs);
  return db.transaction(async (query, later) => {
    later(`set local statement_timeout = ${statementTimeoutMs}`);
    return insertWishes(query, { surface, wishes, leaseUntil });
  });
}
