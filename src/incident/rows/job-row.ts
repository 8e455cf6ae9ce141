import type { Json } from '../../platform/canonical.ts';
import { instant, type Query, type Write } from '../../platform/db/db.ts';

/** One durable execution. `ref` is a step, a timer, or the value ref of an expiry; `credential` is '' where there is none. */
export type Job = {
  id: string;
  incident: string;
  kind: 'action' | 'timer' | 'expire-value' | 'witness' | 'reminder' | 'countdown';
  ref: string;
  credential: string;
  action: string | null;
  runAt: Date;
  /** Attempts begun since the last `again`; 0 before the first. */
  attempts: number;
  /** Failures in a row. */
  failures: number;
  progress: Json;
  /** Whom it calls ('' : nobody outside), and how many calls at once that one takes. */
  provider: string;
  concurrency: number;
};

/** A job in the hands of one worker. Results count only under this lease. */
export type LeasedJob = Job & { lease: string; leaseUntil: Date; slot: number | null };

export type NewJob = Pick<Job, 'id' | 'kind' | 'ref' | 'credential' | 'action' | 'runAt'> &
  Partial<Pick<Job, 'provider' | 'concurrency'>>;

export type Claim = { now: Date; lease: string; leaseUntil: Date; takeOver?: boolean };

// A provider with no place left, or one that wants to be left alone, is passed over.
const due = `
  with busy as (
    select provider, count(*) as running from job where status = 'running' and provider <> '' group by provider)
  select job.id from job join incident on incident.id = job.incident left join busy on busy.provider = job.provider
  where ((job.status = 'ready' and run_at <= $1 and coalesce(busy.running, 0) < greatest(job.concurrency, 1))
      or (job.status = 'running' and lease_until <= $2))
    and not exists (select from provider_pause as pause where pause.provider = job.provider and pause.until > $1)
  order by run_at, job.id limit 1`;

/**
 * The next due job, leased: ready ones, and running ones whose worker let its lease run out. Its incident stays locked until
 * the transaction ends: always the incident first, then its jobs. Throws (23505) when another bot took the last place at
 * its provider at the same moment.
 */
export async function claimJob(query: Query, claim: Claim): Promise<LeasedJob | null> {
  const [row] = await query(
    `update job set status = 'running', lease = $3, lease_until = $4, attempts = attempts + 1, slot = case
         when provider = '' then null
         else coalesce(slot, (
           select min(place) from generate_series(0, concurrency - 1) as place
           where not exists (select from job as other
             where other.provider = job.provider and other.status = 'running' and other.slot = place)), 0)
       end
     where id = (${due} for update of incident skip locked) and ((status = 'ready' and run_at <= $1) or (status = 'running' and lease_until <= $2))
     returning *`,
    [claim.now, abandonedBy(claim), claim.lease, claim.leaseUntil],
  );
  return row === undefined ? null : leased(row, claim);
}

/** Whether a job is due that nobody could claim just now, because its incident is in other hands for a moment. */
export async function isAnyDue(query: Query, claim: Pick<Claim, 'now' | 'takeOver'>): Promise<boolean> {
  return (await query(due, [claim.now, abandonedBy(claim)])).length > 0;
}

/** A lease that ended by then was given up. */
const abandonedBy = ({ now, takeOver = true }: Pick<Claim, 'now' | 'takeOver'>): Date => (takeOver ? now : new Date(0));

/** What an answer to a job is recorded upon. */
export type Ground = {
  /** The job is still this worker's. */
  holds: boolean;
  /** Something with one of these dedupe keys is recorded already. */
  written: boolean;
  /** Calls to its provider are stopped. */
  stopped: boolean;
  /** The next job of the same incident and provider that is due; null while one of its timers is, which comes first. */
  ready: Job | null;
};

/**
 * All of it in one statement. The incident's lock must be held: every claim takes that first, so that nobody can take this
 * job, or the next one, before the transaction ends.
 */
export async function groundOf(query: Query, job: LeasedJob, asked: { now: Date; keys: string[] }): Promise<Ground> {
  const [row] = await query(
    `select
       exists (select from job where id = $2 and lease = $3 and status = 'running') as holds,
       exists (select from entry where incident = $1 and dedupe = any ($4)) as written,
       exists (select from brake where provider in ('', $5)) as stopped,
       (select to_jsonb(ready) from (
          select * from job
          where incident = $1 and kind = 'action' and status = 'ready' and run_at <= $6 and provider in ($5, '')
            and not exists (select from provider_pause as pause where pause.provider = job.provider and pause.until > $6)
            and not exists (select from job as timer
              where timer.incident = $1 and timer.kind <> 'action' and timer.kind <> 'witness'
                and timer.status = 'ready' and timer.run_at <= $6)
          order by run_at, id limit 1) as ready) as ready`,
    [job.incident, job.id, job.lease, asked.keys, job.provider, asked.now],
  );
  const ready = row?.ready as Record<string, unknown> | null | undefined;
  return {
    holds: row?.holds === true,
    written: row?.written === true,
    stopped: row?.stopped === true,
    ready: ready == null ? null : readJob(ready),
  };
}

/** A job of an incident whose lock is held, as it will be once it is written: leased, at the place `slot`. */
export function takeJob(job: Job, { lease, leaseUntil }: Claim, slot: number | null): LeasedJob {
  return { ...job, attempts: job.attempts + 1, lease, leaseUntil, slot: job.provider === '' ? null : slot };
}

function leased(row: Record<string, unknown>, { lease, leaseUntil }: Claim): LeasedJob {
  return { ...readJob(row), lease, leaseUntil, slot: row.slot as number | null };
}

/** Whether the job is still this worker's. The incident's lock must be held: see `groundOf`. */
export async function holdsLease(query: Query, job: LeasedJob): Promise<boolean> {
  return (
    (await query("select id from job where id = $1 and lease = $2 and status = 'running'", [job.id, job.lease])).length > 0
  );
}

export async function renewLease(query: Query, job: LeasedJob, leaseUntil: Date): Promise<boolean> {
  const rows = await query("update job set lease_until = $3 where id = $1 and lease = $2 and status = 'running' returning id", [
    job.id,
    job.lease,
    leaseUntil,
  ]);
  return rows.length > 0;
}

/** Hands a job back unanswered, for whoever comes next: its attempts count on, so that one looks first. */
export async function releaseJob(query: Query, job: LeasedJob): Promise<void> {
  await query(
    "update job set status = 'ready', lease = null, lease_until = null, slot = null where id = $1 and lease = $2 and status = 'running'",
    [job.id, job.lease],
  );
  await query("select pg_notify('staunch', '')");
}

/** Hands back every job that a dead process left. Only where no other process can be at work: on the embedded database. */
export async function releaseAllJobs(query: Query): Promise<void> {
  await query("update job set status = 'ready', lease = null, lease_until = null, slot = null where status = 'running'");
}

/** Back to the queue: after a failure (`failures` counts on), or to look again (`failures` 0). */
export async function requeueJob(
  write: Write,
  id: string,
  next: { runAt: Date; failures: number; progress: Json; attempts: number },
): Promise<void> {
  await write(
    `update job set status = 'ready', lease = null, lease_until = null, slot = null, run_at = $2, failures = $3, progress = $4, attempts = $5
     where id = $1`,
    [id, next.runAt, next.failures, JSON.stringify(next.progress), next.attempts],
  );
}

/** Cancels what is queued or running under `ref`; an answer that still comes is recorded as late. */
export async function cancelJobs(
  write: Write,
  incident: string,
  kind: Job['kind'],
  ref: string,
  credential: string | null,
): Promise<void> {
  await write(
    `update job set status = 'cancelled' where incident = $1 and kind = $2 and ref = $3
       and ($4::text is null or credential = $4) and status in ('ready', 'running', 'held')`,
    [incident, kind, ref, credential],
  );
}

/** Cancels all that is still to do for an incident; only the witness hears of its end, too. */
export async function cancelAllJobs(write: Write, incident: string): Promise<void> {
  await write(
    "update job set status = 'cancelled' where incident = $1 and kind <> 'witness' and status in ('ready', 'running', 'held')",
    [incident],
  );
}

/** The jobs still to do, soonest first, with when; what runs now was due before. */
export async function pendingJobs(query: Query): Promise<{ number: number; kind: Job['kind']; ref: string; runAt: Date }[]> {
  const rows = await query(
    `select incident.number, job.kind, job.ref, greatest(job.run_at, pause.until) as due
     from job join incident on incident.id = job.incident left join provider_pause as pause using (provider)
     where job.status in ('ready', 'running') order by due limit 100`,
  );
  return rows.map((row) => ({
    number: row.number as number,
    kind: row.kind as Job['kind'],
    ref: row.ref as string,
    runAt: instant(row.due),
  }));
}

function readJob(row: Record<string, unknown>): Job {
  return {
    id: row.id as string,
    incident: row.incident as string,
    kind: row.kind as Job['kind'],
    ref: row.ref as string,
    credential: row.credential as string,
    action: row.action as string | null,
    runAt: instant(row.run_at),
    attempts: row.attempts as number,
    failures: row.failures as number,
    progress: (row.progress ?? null) as Json,
    provider: row.provider as string,
    concurrency: row.concurrency as number,
  };
}
