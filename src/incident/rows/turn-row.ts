import type { Write } from '../../platform/db/db.ts';
import type { LockedRow } from './incident-row.ts';
import type { LeasedJob, NewJob } from './job-row.ts';
import type { Member } from './member-row.ts';

/** What one turn leaves in the rows of its incident. No member may stand there twice. */
export type TurnRows = {
  incident: LockedRow;
  members: readonly Member[];
  /** Queued, or begun at once where it is the one `taken`. */
  jobs: readonly NewJob[];
  /** The job whose answer the turn records. */
  ended: { id: string; status: 'done' | 'refused' } | null;
  /** The job that goes on in the same hands, queued in this turn or before. */
  taken: LeasedJob | null;
};

/**
 * All of it in one statement. The place that `ended` leaves at its provider is the one that `taken` gets: to count the ended
 * ones is what makes them end first.
 */
export async function writeTurnRows(write: Write, { incident, members, jobs, ended, taken }: TurnRows): Promise<void> {
  const { position } = incident;
  await write(
    `with ended as (
       update job set status = $9, lease = null, lease_until = null, slot = null where id = $8 returning id),
     taken as (
       update job set status = 'running', lease = $11, lease_until = $12, slot = $13, attempts = attempts + 1
       where id = $10 and (select count(*) from ended) >= 0),
     queued as (
       insert into job (incident, id, kind, ref, credential, action, provider, concurrency, run_at,
         status, lease, lease_until, slot, attempts)
       select $1, id, kind, ref, credential, action, provider, concurrency, run_at,
         case when mine then 'running' else 'ready' end, case when mine then $11::uuid end,
         case when mine then $12::timestamptz end, case when mine then $13::int end, case when mine then 1 else 0 end
       from (
         select *, coalesce(id = $10, false) as mine
         from unnest($18::uuid[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::int[], $25::timestamptz[])
           as wish (id, kind, ref, credential, action, provider, concurrency, run_at)) as wish
       where (select count(*) from ended) >= 0),
     put as (
       insert into member (incident, step, credential, state, job)
       select $1, step, credential, state, job
       from unnest($14::text[], $15::text[], $16::text[], $17::uuid[]) as change (step, credential, state, job)
       on conflict (incident, step, credential) do update set state = excluded.state, job = excluded.job)
     update incident set state = $2, status = $3, plans = $4, gate = $5, seq = $6, head = $7 where id = $1`,
    [
      incident.id,
      JSON.stringify(incident.state),
      incident.status,
      JSON.stringify(incident.plans),
      incident.gate === null ? null : JSON.stringify(incident.gate),
      position.seq,
      position.head,
      ended?.id ?? null,
      ended?.status ?? 'done',
      taken?.id ?? null,
      taken?.lease ?? null,
      taken?.leaseUntil ?? null,
      taken?.slot ?? null,
      members.map((member) => member.step),
      members.map((member) => member.credential),
      members.map((member) => member.state),
      members.map((member) => member.job),
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
