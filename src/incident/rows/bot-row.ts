import type { Query } from '../../platform/db/db.ts';

/** A bot says that it is alive; a new row the first time. */
export async function beat(
  query: Query,
  bot: { id: string; host: string; pid: number; startedAt: Date; seenAt: Date },
): Promise<void> {
  await query(
    `insert into bot (id, host, pid, started_at, seen_at) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set seen_at = excluded.seen_at`,
    [bot.id, bot.host, bot.pid, bot.startedAt, bot.seenAt],
  );
}

export async function leave(query: Query, id: string): Promise<void> {
  await query('delete from bot where id = $1', [id]);
}

/** Whether some bot was seen since `since`. */
export async function anyBotSince(query: Query, since: Date): Promise<boolean> {
  const rows = await query('select id from bot where seen_at >= $1 limit 1', [since]);
  return rows.length > 0;
}
