/**
 * What people did on a surface, between its acknowledgement and its effect. Whatever was acknowledged is carried out, by this bot
 * or by another one, even if this process dies in between; the same key twice is one wish.
 */
import type { Json } from '../platform/canonical.ts';
import type { Db } from '../platform/db/db.ts';
import type { SigningKey } from './attestation.ts';
import { type CarrierParts, createCarrier, inboxLeaseMs } from './inbox-carrier.ts';
import { openWish, sealWish } from './inbox-seal.ts';
import { createInboxWriter, type Written } from './inbox-writer.ts';
import { claimWishes, endWish, forgetWishes, type KeptWish } from './rows/inbox-row.ts';

const sweepMs = 5_000;
/** What is delivered again is delivered within hours. */
const rememberMs = 2 * 24 * 3_600_000;
const forgetEveryMs = 10 * 60_000;

export type InboxParts = CarrierParts & {
  db: Pick<Db, 'query' | 'transaction'>;
  /** The record key: what it did not sign is not carried out. */
  record: SigningKey;
};

export type Inbox = {
  /** Writes it down, within 1.2 s; `lost` where the database did not take it, so that its person can be told. Never throws. */
  keep(key: string, wish: Json, at: Date): Promise<Written>;
  /** Begins what was kept as `new`, as soon as a slot is free. */
  begin(kept: KeptWish): void;
  /** Claims what nobody carries out, and begins it. Throws DatabaseError. */
  sweep(): Promise<void>;
  /** Sweeps now and every 5 s. */
  start(): void;
  /** Takes up nothing new; what runs may finish for `drainMs`, the rest is handed back for another bot. */
  stop(drainMs: number): Promise<void>;
};

export function createInbox(parts: InboxParts): Inbox {
  const { db, clock, log, surface, record } = parts;
  const report = (error: Error) => log.error({ surface, error }, 'the inbox could not be written');
  const writer = createInboxWriter({ db, clock, surface, leaseMs: inboxLeaseMs }, report);
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  /** The last look left something behind: the next one need not wait. */
  let more = false;
  let forgotAt = Number.NEGATIVE_INFINITY;

  const look = () =>
    void sweep().catch((error: Error) => log.error({ surface, error }, 'the inbox could not be read; trying again'));
  const carrier = createCarrier(parts, () => {
    if (more) look();
  });

  async function sweep(): Promise<void> {
    const most = carrier.room();
    if (stopped || most === 0) return;
    more = false;
    const now = clock.now();
    const heldUntil = new Date(now.getTime() + inboxLeaseMs);
    const claimed = await claimWishes(db.query, { surface, now, leaseUntil: heldUntil, most });
    more = claimed.length === most;
    for (const row of claimed) {
      const kept = openWish(record, surface, row);
      if (kept !== null) carrier.take({ ...kept, heldUntil });
      else await refuse(row, now);
    }
    if (now.getTime() - forgotAt < forgetEveryMs) return;
    forgotAt = now.getTime();
    await forgetWishes(db.query, surface, new Date(now.getTime() - rememberMs));
  }

  function refuse({ key }: KeptWish, now: Date): Promise<void> {
    const what =
      'a row of the inbox was not written by a bot with this record key: nothing in it is done. Who can write to the database?';
    log.error({ surface, key }, what);
    return endWish(db.query, key, now);
  }

  return {
    async keep(key, wish, at) {
      try {
        return await writer.write(sealWish(record, surface, { key, wish, at }));
      } catch (error) {
        report(error as Error);
        return 'lost';
      }
    },
    // It was written after it was received, so its lease ends no sooner.
    begin: (kept) => carrier.take({ ...kept, heldUntil: new Date(kept.at.getTime() + inboxLeaseMs) }),
    sweep,
    start() {
      look();
      timer = setInterval(look, sweepMs);
    },
    async stop(drainMs) {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      await carrier.stop(drainMs);
    },
  };
}
