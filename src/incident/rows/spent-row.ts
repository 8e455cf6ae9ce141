/** What was spent of a provider's hourly budget of calls, by the minute, over all bots. */
import type { Query } from '../../platform/db/db.ts';

const hourMs = 3_600_000;

/**
 * Takes one call from the budget; null when it was granted, else when the oldest minute leaves the hour.
 * Two bots that ask at the same instant may each get the last one: a provider's own limit is the one that binds.
 */
export async function spendCall(
  query: Query,
  { provider, perHour, at }: { provider: string; perHour: number; at: Date },
): Promise<Date | null> {
  const since = new Date(at.getTime() - hourMs);
  await query('delete from provider_spent where provider = $1 and minute <= $2', [provider, since]);
  const [taken] = await query(
    `insert into provider_spent (provider, minute, calls)
     select $1, date_trunc('minute', $2::timestamptz), 1
     where (select coalesce(sum(calls), 0) from provider_spent where provider = $1) < $3
     on conflict (provider, minute) do update set calls = provider_spent.calls + 1
     returning provider`,
    [provider, at, perHour],
  );
  if (taken !== undefined) return null;
  const [oldest] = await query('select min(minute) as minute from provider_spent where provider = $1', [provider]);
  const from = oldest?.minute instanceof Date ? oldest.minute : at;
  return new Date(from.getTime() + hourMs);
}
