import { connected, type Query } from './connection.ts';
import { providerError } from './failure.ts';
import type { PostgresTarget } from './target.ts';

/**
 * Runs `work` on a fresh connection of the target's admin. `doing` completes "could not …" in errors.
 * Throws ProviderError; a transaction that was not committed is rolled back by the end of the connection.
 */
export async function asAdmin<T>(
  target: PostgresTarget,
  signal: AbortSignal,
  doing: string,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  const account = { user: target.admin.user, password: target.admin.password(), database: target.database };
  try {
    return await connected(target, account, signal, work);
  } catch (error) {
    throw providerError(error, target, doing);
  }
}

/** Runs `work` between BEGIN and COMMIT. */
export async function inTransaction<T>(query: Query, work: () => Promise<T>): Promise<T> {
  await query('begin');
  const result = await work();
  await query('commit');
  return result;
}
