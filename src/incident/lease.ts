/** A worker's hold on its job: renewed while the worker lives, and known to be lost before anybody else can have it. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import { type LeasedJob, renewLease } from './rows/job-row.ts';

/** How long a claim holds without renewal: a killed worker's job is taken up again after this. */
export const usualLeaseMs = 15_000;
/** A lease is renewed this often while it lasts. */
const renewals = 3;

const leaseEnd = (now: Date, leaseMs: number): Date => new Date(now.getTime() + leaseMs);

/** A new hold on a job that begins now. */
export function lease(now: Date, leaseMs: number): { lease: string; leaseUntil: Date } {
  return { lease: randomUUID(), leaseUntil: leaseEnd(now, leaseMs) };
}

/**
 * Renews the lease until `end`. `lost` is aborted when the job was cancelled or given to another worker, and when the
 * database was away for so long that it may have been.
 */
export function keepLease(
  parts: { db: Db; clock: Clock; leaseMs: number },
  job: LeasedJob,
): { lost: AbortSignal; end(): void } {
  const renewEveryMs = Math.ceil(parts.leaseMs / renewals);
  const lost = new AbortController();
  let heldUntil = job.leaseUntil.getTime();
  const renewal = setInterval(() => {
    const now = parts.clock.now();
    // The next look would come too late to end the call before another worker may begin.
    if (now.getTime() + renewEveryMs >= heldUntil) return lost.abort();
    const until = leaseEnd(now, parts.leaseMs);
    renewLease(parts.db.query, job, until).then(
      (held) => {
        if (held) heldUntil = until.getTime();
        else lost.abort();
      },
      () => undefined,
    );
  }, renewEveryMs);
  return { lost: lost.signal, end: () => clearInterval(renewal) };
}
