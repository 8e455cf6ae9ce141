import type { Query } from '../../platform/db/db.ts';

/** How much is open and how much waits, in all of the database. */
export type Backlog = {
  incidentsOpen: number;
  incidentsContained: number;
  /** Work that could be begun now, and is not. */
  jobsDue: number;
  /** Messages to people that are not out yet; of these, those that failed at least once. */
  postsWaiting: number;
  postsFailing: number;
  /** Messages that can never be made. */
  postsDropped: number;
  /** What people did on a surface, and nobody carried out yet. */
  inboxWaiting: number;
};

export async function readBacklog(query: Query, now: Date): Promise<Backlog> {
  const [row] = await query(
    `select
       (select count(*)::int from incident where status = 'open') as "incidentsOpen",
       (select count(*)::int from incident where status = 'contained') as "incidentsContained",
       (select count(*)::int from job where status = 'ready' and run_at <= $1) as "jobsDue",
       (select count(*)::int from post where status in ('ready', 'running')) as "postsWaiting",
       (select count(*)::int from post where status in ('ready', 'running') and failures > 0) as "postsFailing",
       (select count(*)::int from post where status = 'dropped') as "postsDropped",
       (select count(*)::int from inbox where done_at is null) as "inboxWaiting"`,
    [now],
  );
  return row as Backlog;
}
