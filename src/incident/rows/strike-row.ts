/** Strikes that were begun, by all bots, and how many may be within an hour. */
import { instant, type Query } from '../../platform/db/db.ts';
import type { BudgetRaise } from '../order.ts';

export const hourMs = 3_600_000;
/** A job that was begun once is not counted again, however often it is tried: none lives longer than this. */
const rememberedMs = 24 * hourMs;

/** `freeAt`: when the next strike may be begun; null while there is room. */
export type StrikeCount = { used: number; perHour: number; freeAt: Date | null };

/**
 * Takes a strike from the hourly budget in the transaction that begins it; null when it was granted, or was begun before.
 * Nobody else counts at the same time, so that the last one is taken once.
 */
export async function takeStrike(
  query: Query,
  strike: { job: string; credential: string; at: Date; perHour: number },
): Promise<StrikeCount | null> {
  const { job, credential, at } = strike;
  await query('lock table strike_begun in share row exclusive mode');
  const known = await query('select job from strike_begun where job = $1', [job]);
  if (known.length > 0) return null;
  const count = await countStrikes(query, strike);
  if (count.freeAt !== null) return count;
  await query('delete from strike_begun where at <= $1', [new Date(at.getTime() - rememberedMs)]);
  await query('insert into strike_begun (job, credential, at) values ($1, $2, $3)', [job, credential, at]);
  return null;
}

/** `perHour`: what is configured; a raise that is not over counts where it is more. */
export async function countStrikes(query: Query, { at, perHour }: { at: Date; perHour: number }): Promise<StrikeCount> {
  const raise = await readRaise(query, at);
  const most = Math.max(perHour, raise?.perHour ?? 0);
  const since = new Date(at.getTime() - hourMs);
  const begun = await query('select at from strike_begun where at > $1 order by at desc', [since]);
  // When this one leaves the hour there is room for one.
  const last = begun[most - 1];
  const freeAt = last === undefined ? null : new Date(instant(last.at).getTime() + hourMs);
  return { used: begun.length, perHour: most, freeAt };
}

/** The raise that is not over; null when there is none. */
export async function readRaise(query: Query, at: Date): Promise<BudgetRaise | null> {
  const [row] = await query('select * from strike_budget where until > $1', [at]);
  if (row === undefined) return null;
  const { per_hour: perHour, person, reason } = row as { per_hour: number; person: string; reason: string };
  return { perHour, until: instant(row.until).toISOString(), by: person, reason };
}

/** Takes the place of the raise before. */
export async function putRaise(query: Query, { perHour, until, by, reason }: BudgetRaise): Promise<void> {
  await query(
    `insert into strike_budget (per_hour, until, person, reason) values ($1, $2, $3, $4)
     on conflict (only_row) do update set
       per_hour = excluded.per_hour, until = excluded.until, person = excluded.person, reason = excluded.reason`,
    [perHour, until, by, reason],
  );
}
