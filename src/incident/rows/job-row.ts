import type { Json } from '../../platform/canonical.ts';
import { instant, type Query } from '../../platform/db/db.ts';

/** One durable execution. `ref` is a step, a timer, or the value ref of an expiry; `credential` is '' where there is none. */
export type Job = {
  id: string;
  incident: string;
  kind: 'action' | 'timer' | 'expire-value';
  ref: string;
  credential: string;
  action: string | null;
  runAt: Date;
  /** Attempts begun since the last `again`; 0 before the first. */
  attempts: number;
  /** Failures in a row. */
  failures: number;
  progress: Json;
};

/** A job in the hands of one worker. Results count only under this lease. */
export type LeasedJob = Job & { lease: string; leaseUntil: Date };

export type NewJob = Pick<Job, 'id' | 'incident' | 'kind' | 'ref' | 'credential' | 'action' | 'runAt'>;

export async function insertJob(query: Query, job: NewJob): Promise<void> {
  await query(
    `insert into job (id, incident, kind, ref, credential, action, status, run_at) values ($1, $2, $3, $4, $5, $6, 'ready', $7)`,
    [job.id, job.incident, job.kind, job.ref, job.credential, job.action, job.runAt],
  );
}

/** The next due job, leased: ready ones, and running ones whose worker let its lease run out. */
export async function claimJob(query: Query, claim: { now: Date; lease: string; leaseUntil: Date }): Promise<LeasedJob | null> {
  const [row] = await query(
    `update job set status = 'running', lease = $2, lease_until = $3, attempts = attempts + 1
     where id = (
       select id from job
       where (status = 'ready' and run_at <= $1) or (status = 'running' and lease_until <= $1)
       order by run_at, id limit 1 for update skip locked)
     returning *`,
    [claim.now, claim.lease, claim.leaseUntil],
  );
  return row === undefined ? null : { ...readJob(row), lease: claim.lease, leaseUntil: claim.leaseUntil };
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
    "update job set status = 'ready', lease = null, lease_until = null where id = $1 and lease = $2 and status = 'running'",
    [job.id, job.lease],
  );
  await query("select pg_notify('staunch', '')");
}

/** Hands back every job that a dead process left. Only where no other process can be at work: on the embedded database. */
export async function releaseAllJobs(query: Query): Promise<void> {
  await query("update job set status = 'ready', lease = null, lease_until = null where status = 'running'");
}

export async function endJob(query: Query, id: string, status: 'done' | 'refused'): Promise<void> {
  await query('update job set status = $2, lease = null, lease_until = null where id = $1', [id, status]);
}

/** Back to the queue: after a failure (`failures` counts on), or to look again (`failures` 0). */
export async function requeueJob(
  query: Query,
  id: string,
  next: { runAt: Date; failures: number; progress: Json; attempts: number },
): Promise<void> {
  await query(
    `update job set status = 'ready', lease = null, lease_until = null, run_at = $2, failures = $3, progress = $4, attempts = $5
     where id = $1`,
    [id, next.runAt, next.failures, JSON.stringify(next.progress), next.attempts],
  );
}

/** Cancels what is queued or running under `ref`; an answer that still comes is recorded as late. */
export async function cancelJobs(
  query: Query,
  incident: string,
  kind: Job['kind'],
  ref: string,
  credential: string | null,
): Promise<void> {
  await query(
    `update job set status = 'cancelled' where incident = $1 and kind = $2 and ref = $3
       and ($4::text is null or credential = $4) and status in ('ready', 'running')`,
    [incident, kind, ref, credential],
  );
}

/** Cancels all that is still to do for an incident. */
export async function cancelAllJobs(query: Query, incident: string): Promise<void> {
  await query("update job set status = 'cancelled' where incident = $1 and status in ('ready', 'running')", [incident]);
}

/** The jobs still to do, soonest first, with when; what runs now was due before. */
export async function pendingJobs(query: Query): Promise<{ number: number; kind: Job['kind']; ref: string; runAt: Date }[]> {
  const rows = await query(
    `select incident.number, job.kind, job.ref, job.run_at as due
     from job join incident on incident.id = job.incident
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
  };
}
