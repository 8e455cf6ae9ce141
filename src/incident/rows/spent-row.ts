/** What was spent of a provider's hourly budget of calls, by the minute, over all bots. */
import { createHash } from 'node:crypto';
import { type Db, instant, type Query } from '../../platform/db/db.ts';

const hourMs = 3_600_000;

/**
 * Takes one call from the budget; null when it was granted, else when the oldest minute leaves the hour.
 * A transaction of its own: bots that ask for one provider at the same instant wait for each other, so that the last is taken once.
 */
export function spendCall(
  db: Pick<Db, 'transaction'>,
  spent: { provider: string; perHour: number; at: Date },
): Promise<Date | null> {
  return db.transaction(async (query) => {
    // The lock comes first: what is counted after it shows what the one before has taken.
    await query('select pg_advisory_xact_lock($1::int, $2::int)', [spentLock, lockOf(spent.provider)]);
    return take(query, spent);
  });
}

/** Tells this table's locks from others. */
const spentLock = 7_267_502;

/** Two providers with the same number would only wait for each other. */
const lockOf = (provider: string) => createHash('sha256').update(provider).digest().readInt32BE(0);

async function take(
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
  const from = oldest?.minute == null ? at : instant(oldest.minute);
  return new Date(from.getTime() + hourMs);
}
