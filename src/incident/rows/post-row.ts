/** What is due to be said on surfaces, and how far each has read the record. */
import { instant, type Query, type Write } from '../../platform/db/db.ts';
import type { Places, Post, PostDraft } from '../surface.ts';

/** An incident with entries that a surface has not read. One that ended before the surface first saw it stays unsaid. */
export async function incidentsWithNews(query: Query, surface: string, most: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `select incident.id from incident
     left join surface_progress as progress on progress.incident = incident.id and progress.surface = $1
     where incident.seq > coalesce(progress.seq, 0) and (progress.incident is not null or incident.status <> 'closed')
     order by incident.number limit $2`,
    [surface, most],
  );
  return rows.map(({ id }) => id);
}

/** Up to which entry it has been read, locked until the transaction ends; null while somebody else reads it. */
export async function lockProgress(query: Query, surface: string, incident: string): Promise<number | null> {
  await query('insert into surface_progress (surface, incident) values ($1, $2) on conflict do nothing', [surface, incident]);
  const [row] = await query<{ seq: number }>(
    'select seq from surface_progress where surface = $1 and incident = $2 for update skip locked',
    [surface, incident],
  );
  return row?.seq ?? null;
}

export function writeProgress(write: Write, surface: string, incident: string, seq: number): void {
  write('update surface_progress set seq = $3 where surface = $1 and incident = $2', [surface, incident, seq]);
}

/** Nothing where the same kind and ref of the incident already waits. */
export function insertPost(write: Write, surface: string, incident: string, post: PostDraft & { id: string }, now: Date): void {
  write(
    `insert into post (id, surface, incident, lane, kind, ref, status, run_at) values ($1, $2, $3, $4, $5, $6, 'ready', $7)
     on conflict (surface, incident, kind, ref) where status = 'ready' do nothing`,
    [post.id, surface, incident, post.lane, post.kind, post.ref, post.notBefore ?? now],
  );
}

export type PostClaim = { surface: string; now: Date; lease: string; leaseUntil: Date };
export type LeasedPost = Post & { lease: string; failures: number };

// Only the head of a lane: what comes later in it waits, also for one that another bot has in hand.
const head = `
  select id from post
  where surface = $1 and ((status = 'ready' and run_at <= $2) or (status = 'running' and lease_until <= $2))
    and not exists (select from post as before where before.surface = post.surface and before.incident = post.incident
      and before.lane = post.lane and before.place < post.place and before.status in ('ready', 'running'))
  order by run_at, place limit 1`;

export async function claimPost(query: Query, { surface, now, lease, leaseUntil }: PostClaim): Promise<LeasedPost | null> {
  const [row] = await query(
    `update post set status = 'running', lease = $3, lease_until = $4, attempts = attempts + 1
     where id = (${head} for update skip locked) returning *`,
    [surface, now, lease, leaseUntil],
  );
  if (row === undefined) return null;
  return {
    id: row.id as string,
    incident: row.incident as string,
    lane: row.lane as string,
    kind: row.kind as string,
    ref: row.ref as string,
    attempts: row.attempts as number,
    failures: row.failures as number,
    lease,
  };
}

/** Answers whether it was still ours. */
export async function endPost(query: Query, post: LeasedPost, status: 'done' | 'dropped'): Promise<boolean> {
  const rows = await query(
    'update post set status = $3, lease = null, lease_until = null where id = $1 and lease = $2 returning id',
    [post.id, post.lease, status],
  );
  return rows.length > 0;
}

/** Back to the queue; dropped where the same thing became due again meanwhile, since that one is made from newer state. */
export async function requeuePost(query: Query, post: LeasedPost, next: { runAt: Date; failures: number }): Promise<void> {
  await query(
    `update post set lease = null, lease_until = null, run_at = $3, failures = $4, status = case
       when exists (select from post as newer where newer.surface = post.surface and newer.incident = post.incident
         and newer.kind = post.kind and newer.ref = post.ref and newer.status = 'ready') then 'dropped' else 'ready' end
     where id = $1 and lease = $2`,
    [post.id, post.lease, next.runAt, next.failures],
  );
}

/** When the next head of a lane is due; null when nothing waits. */
export async function nextPostAt(query: Query, surface: string): Promise<Date | null> {
  const [row] = await query("select min(run_at) as at from post where surface = $1 and status = 'ready'", [surface]);
  return row?.at == null ? null : instant(row.at);
}

export async function readPlaces(query: Query, surface: string, incident: string): Promise<Places> {
  const rows = await query<{ name: string; place: string }>(
    'select name, place from surface_place where surface = $1 and incident = $2',
    [surface, incident],
  );
  return new Map(rows.map(({ name, place }) => [name, place]));
}

export function writePlace(write: Write, surface: string, incident: string, name: string, place: string): void {
  write(
    `insert into surface_place (surface, incident, name, place) values ($1, $2, $3, $4)
     on conflict (surface, incident, name) do update set place = excluded.place`,
    [surface, incident, name, place],
  );
}

/** Forgets what a surface knew: its place (a practice workspace) is gone. What is closed is not told again. */
export async function forgetSurface(write: Query, surface: string): Promise<void> {
  for (const table of ['post', 'surface_place', 'surface_progress']) {
    await write(`delete from ${table} where surface = $1`, [surface]);
  }
}
