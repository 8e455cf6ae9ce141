import { instant, type Query, type Write } from '../../platform/db/db.ts';
import type { Brake } from '../view.ts';

/** The brakes that are on, the one for everything first. */
export async function readBrakes(query: Query): Promise<Brake[]> {
  return (await query('select * from brake order by provider')).map(readBrake);
}

/** Whether calls to `provider` ('' : nobody outside) are stopped. Ask under the incident's lock: a stop takes that of every open one. */
export async function isStopped(query: Query, provider: string): Promise<boolean> {
  return (await query("select provider from brake where provider in ('', $1) limit 1", [provider])).length > 0;
}

/** Puts a brake on; false when one of this provider is on already. */
export async function putBrake(query: Query, brake: Brake): Promise<boolean> {
  const rows = await query(
    `insert into brake (provider, reason, person, at) values ($1, $2, $3, $4)
     on conflict (provider) do nothing returning provider`,
    [brake.provider ?? '', brake.reason, brake.by, brake.at],
  );
  return rows.length > 0;
}

/** Takes a brake off; what it was, or null when it was not on. */
export async function takeBrakeOff(query: Query, provider: string | null): Promise<Brake | null> {
  const [row] = await query('delete from brake where provider = $1 returning *', [provider ?? '']);
  return row === undefined ? null : readBrake(row);
}

/**
 * Takes every job that may change something out of its worker's hands, and keeps it from the others. An action that this
 * version does not know may change something.
 */
export async function holdJobs(query: Query, provider: string | null, reads: string[]): Promise<void> {
  await query(
    `update job set status = 'held', lease = null, lease_until = null, slot = null
     where kind = 'action' and status in ('ready', 'running') and not (action = any ($2)) and ($1 = '' or provider = $1)`,
    [provider ?? '', reads],
  );
}

/** Holds the one job that came up during a stop, as if it had never been claimed. */
export async function holdJob(write: Write, id: string): Promise<void> {
  await write(
    `update job set status = 'held', lease = null, lease_until = null, slot = null, attempts = greatest(attempts - 1, 0)
     where id = $1`,
    [id],
  );
}

/** Gives back what no brake holds any more. Attempts count on: an interrupted one is looked at first. */
export async function releaseHeldJobs(query: Query, now: Date): Promise<void> {
  await query(
    `update job set status = 'ready', run_at = $1
     where status = 'held' and not exists (select from brake where brake.provider in ('', job.provider))`,
    [now],
  );
}

/** Whom the calls of open incidents go to. */
export async function providersInUse(query: Query): Promise<string[]> {
  const rows = await query<{ provider: string }>(
    `select distinct provider from credential join incident on incident.id = credential.incident
     where incident.status <> 'closed' and provider <> '' order by provider`,
  );
  return rows.map((row) => row.provider);
}

function readBrake(row: Record<string, unknown>): Brake {
  return {
    provider: row.provider === '' ? null : (row.provider as string),
    reason: row.reason as string,
    by: row.person as string,
    at: instant(row.at).toISOString(),
  };
}
