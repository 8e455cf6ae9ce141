import { connected, type Query } from './connection.ts';
import { providerError } from './failure.ts';
import type { OwnAccount, PostgresTarget } from './target.ts';

type Work<T> = (query: Query) => Promise<T>;

/**
 * Runs `work` on a fresh connection of the target's admin. `doing` completes "could not …" in errors.
 * Throws ProviderError; a transaction that was not committed is rolled back by the end of the connection.
 */
export function asAdmin<T>(target: PostgresTarget, signal: AbortSignal, doing: string, work: Work<T>): Promise<T> {
  return asAccount(target, { which: 'admin', account: target.admin }, { signal, doing, work });
}

/** The same for what only looks: as the reader of the target, or as its admin where it has none. */
export function asReader<T>(target: PostgresTarget, signal: AbortSignal, doing: string, work: Work<T>): Promise<T> {
  const { reader } = target;
  if (reader === null) return asAdmin(target, signal, doing, work);
  return asAccount(target, { which: 'reader', account: reader }, { signal, doing, work });
}

async function asAccount<T>(
  target: PostgresTarget,
  { which, account }: { which: 'admin' | 'reader'; account: OwnAccount },
  { signal, doing, work }: { signal: AbortSignal; doing: string; work: Work<T> },
): Promise<T> {
  try {
    const password = await account.password(signal);
    return await connected(target, { user: account.user, password, database: target.database }, signal, work);
  } catch (error) {
    throw providerError(error, target, doing, which);
  }
}

/** Runs `work` between BEGIN and COMMIT. */
export async function inTransaction<T>(query: Query, work: () => Promise<T>): Promise<T> {
  await query('begin');
  const result = await work();
  await query('commit');
  return result;
}
