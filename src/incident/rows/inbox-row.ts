/** What people did on a surface, until it is carried out. Fenced by `lease_until`: the same key has its effect once. */
import type { Json } from '../../platform/canonical.ts';
import { instant, type Query } from '../../platform/db/db.ts';

export type KeptWish = { key: string; wish: Json; at: Date };

/** The keys that are new; the others are there already, from this delivery or another. One statement for all. */
export async function insertWishes(
  query: Query,
  kept: { surface: string; wishes: readonly KeptWish[]; leaseUntil: Date },
): Promise<Set<string>> {
  const rows = await query<{ key: string }>(
    `insert into inbox (key, surface, wish, at, lease_until)
     select key, $1, wish::jsonb, at, $5 from unnest($2::text[], $3::text[], $4::timestamptz[]) as given (key, wish, at)
     on conflict (key) do nothing returning key`,
    [
      kept.surface,
      kept.wishes.map(({ key }) => key),
      kept.wishes.map(({ wish }) => JSON.stringify(wish)),
      kept.wishes.map(({ at }) => at.toISOString()),
      kept.leaseUntil,
    ],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Wishes that nobody carries out, the oldest first: theirs who died, and those that failed and are due again. */
export async function claimWishes(
  query: Query,
  claim: { surface: string; now: Date; leaseUntil: Date; most: number },
): Promise<KeptWish[]> {
  const rows = await query(
    `update inbox set lease_until = $3
     where key in (
       select key from inbox
       where surface = $1 and done_at is null and (lease_until is null or lease_until <= $2)
       order by at limit $4 for update skip locked)
     returning key, wish, at`,
    [claim.surface, claim.now, claim.leaseUntil, claim.most],
  );
  return rows
    .map((row) => ({ key: row.key as string, wish: row.wish as Json, at: instant(row.at) }))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

export async function endWish(query: Query, key: string, now: Date): Promise<void> {
  await query('update inbox set done_at = $2, lease_until = null where key = $1 and done_at is null', [key, now]);
}

/** Nobody has it until then. */
export async function postponeWish(query: Query, key: string, until: Date): Promise<void> {
  await query('update inbox set lease_until = $2 where key = $1 and done_at is null', [key, until]);
}

/** Somebody was told that it is not there. */
export async function takeBackWish(query: Query, key: string): Promise<void> {
  await query('delete from inbox where key = $1 and done_at is null', [key]);
}

/** What was done before then: nothing delivers it again any more. */
export async function forgetWishes(query: Query, surface: string, doneBefore: Date): Promise<void> {
  await query(
    'delete from inbox where key in (select key from inbox where surface = $1 and done_at < $2 order by done_at limit 1000)',
    [surface, doneBefore],
  );
}
