/** Whether a strike that people agreed to may be begun now, by the hourly budget of all bots. */
import type { Query } from '../platform/db/db.ts';
import type { LeasedJob } from './rows/job-row.ts';
import { takeStrike } from './rows/strike-row.ts';

/** Takes the strike from the budget in the transaction that begins it; null, or why it is not begun. A job counts once, however often it is tried. */
export async function strikeObjection(
  query: Query,
  { id, credential }: Pick<LeasedJob, 'id' | 'credential'>,
  { at, strikesPerHour }: { at: Date; strikesPerHour: number },
): Promise<string | null> {
  const full = await takeStrike(query, { job: id, credential, at, perHour: strikesPerHour });
  if (full === null) return null;
  const { used, perHour, freeAt } = full;
  const next = freeAt === null ? '' : `; the next one is free at ${freeAt.toISOString().slice(11, 19)} UTC`;
  return `The hourly budget of ${perHour} strikes is used up (${used} were begun within the last hour, by all bots${next}). Nothing was called, and the credential is as it was. See that those ${used} were meant. Then raise it (staunch budget --raise ${perHour * 2} --for 1h --reason TEXT) and retry this step, or do it by hand.`;
}
