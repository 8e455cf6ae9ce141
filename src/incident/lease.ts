/** A worker's hold on its job: renewed while the worker lives, and known to be lost before anybody else can have it. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import { steadyMs } from '../platform/following-clock.ts';
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
 * Renews the lease until `end`, and at once on `look`. `lost` is aborted when the job was cancelled or given to another worker, and when the
 * database was away for so long that it may have been. `holds`: whether a call may begin now; a process that stood still
 * hears of its lease's end only after it went on.
 */
export function keepLease(
  parts: { db: Db; clock: Clock; leaseMs: number },
  job: LeasedJob,
): { lost: AbortSignal; holds(): boolean; look(): void; end(): void } {
  const renewEveryMs = Math.ceil(parts.leaseMs / renewals);
  const lost = new AbortController();
  // Measured by what nobody sets: that the time stepped is no reason to let go.
  let heldUntil = steadyMs() + (job.leaseUntil.getTime() - parts.clock.now().getTime());
  const look = () => {
    const asked = steadyMs();
    renewLease(parts.db.query, job, leaseEnd(parts.clock.now(), parts.leaseMs)).then(
      (held) => {
        if (held) heldUntil = asked + parts.leaseMs;
        else lost.abort();
      },
      () => undefined,
    );
  };
  const holds = () => {
    // The next look would come too late to end the call before another worker may begin.
    if (steadyMs() + renewEveryMs >= heldUntil) lost.abort();
    return !lost.signal.aborted;
  };
  const renewal = setInterval(() => {
    if (holds()) look();
  }, renewEveryMs);
  return { lost: lost.signal, holds, look, end: () => clearInterval(renewal) };
}
