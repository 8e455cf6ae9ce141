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

/** Queues jobs of one incident, all in one statement. */
export async function insertJobs(write: Write, incident: string, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await write(
    `insert into job (incident, status, id, kind, ref, credential, action, provider, concurrency, run_at)
     select $1::uuid, 'ready', id, kind, ref, credential, action, provider, concurrency, run_at
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::timestamptz[])
       as queued (id, kind, ref, credential, action, provider, concurrency, run_at)`,
    [
      incident,
      jobs.map((job) => job.id),
      jobs.map((job) => job.kind),
      jobs.map((job) => job.ref),
      jobs.map((job) => job.credential),
      jobs.map((job) => job.action),
      jobs.map((job) => job.provider ?? ''),
      jobs.map((job) => job.concurrency ?? 1),
      jobs.map((job) => job.runAt.toISOString()),
    ],
  );
}

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

/** What a worker may do next for the same incident and provider without looking for it; its lock is held. */
export async function nextReady(query: Query, job: Pick<Job, 'incident' | 'provider'>, now: Date): Promise<Job | null> {
  const [row] = await query(
    `select * from job
     where incident = $1 and kind = 'action' and status = 'ready' and run_at <= $3 and provider in ($2, '')
       and not exists (select from provider_pause as pause where pause.provider = job.provider and pause.until > $3)
     order by run_at, id limit 1 for update skip locked`,
    [job.incident, job.provider, now],
  );
  return row === undefined ? null : readJob(row);
}

/** A ready job of an incident whose lock is held, as it will be once `writeTaken` is sent: leased, at the place `slot`. */
export function takeJob(job: Job, { lease, leaseUntil }: Claim, slot: number | null): LeasedJob {
  return { ...job, attempts: job.attempts + 1, lease, leaseUntil, slot: job.provider === '' ? null : slot };
}

export async function writeTaken(write: Write, { id, lease, leaseUntil, slot }: LeasedJob): Promise<void> {
  await write(
    `update job set status = 'running', lease = $2, lease_until = $3, attempts = attempts + 1, slot = $4 where id = $1`,
    [id, lease, leaseUntil, slot],
  );
}

function leased(row: Record<string, unknown>, { lease, leaseUntil }: Claim): LeasedJob {
  return { ...readJob(row), lease, leaseUntil, slot: row.slot as number | null };
}

/** Whether the job is still this worker's, held until the transaction ends. */
export async function holdsLease(query: Query, job: LeasedJob): Promise<boolean> {
  const rows = await query("select id from job where id = $1 and lease = $2 and status = 'running' for update", [
    job.id,
    job.lease,
  ]);
  return rows.length > 0;
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

export async function endJob(write: Write, id: string, status: 'done' | 'refused'): Promise<void> {
  await write('update job set status = $2, lease = null, lease_until = null, slot = null where id = $1', [id, status]);
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
