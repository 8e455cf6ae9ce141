import { bytes, type Query, type Write } from '../../platform/db/db.ts';

/** One more for this incident, unless one waits already. */
export async function insertWitnessJob(write: Write, job: { id: string; incident: string; runAt: Date }): Promise<void> {
  await write(
    `insert into job (id, incident, kind, ref, status, run_at)
     select $1::uuid, $2::uuid, 'witness', 'witness', 'ready', $3::timestamptz
     where not exists (select from job where incident = $2 and kind = 'witness' and status = 'ready')`,
    [job.id, job.incident, job.runAt],
  );
}

export type WitnessedHead = { number: number; seq: number; head: string; register: string };

/** How far the record of an incident is now, and the hash of its row in the register; null when there is none. */
export async function readHead(query: Query, incident: string): Promise<WitnessedHead | null> {
  const [row] = await query(
    `select incident.number, incident.seq, incident.head, register.hash as register
     from incident join register on register.incident = incident.id where incident.id = $1`,
    [incident],
  );
  if (row === undefined) return null;
  const { number, seq } = row as { number: number; seq: number };
  return { number, seq, head: bytes(row.head).toString('hex'), register: bytes(row.register).toString('hex') };
}

/**
 * Takes what else waits for this incident out of the queue, since `job` goes on trying for all of it; answers how often
 * the longest of them has failed.
 */
export async function absorbWaiting(query: Query, job: { id: string; incident: string }): Promise<number> {
  const rows = await query<{ failures: number }>(
    `update job set status = 'cancelled' where incident = $2 and kind = 'witness' and status = 'ready' and id <> $1
     returning failures`,
    [job.id, job.incident],
  );
  return Math.max(0, ...rows.map(({ failures }) => failures));
}

/** Without the incident's lock: nothing of it depends on this, and it is in nobody's way. */
export async function endWitnessJob(query: Query, job: { id: string; lease: string }): Promise<void> {
  await query(
    "update job set status = 'done', lease = null, lease_until = null where id = $1 and lease = $2 and status = 'running'",
    [job.id, job.lease],
  );
}
