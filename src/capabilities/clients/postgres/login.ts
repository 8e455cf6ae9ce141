import { type Account, connected, Unanswered } from './connection.ts';
import type { PostgresTarget } from './target.ts';

/**
 * The exact answer to a login. `code` is an SQLSTATE, a system code such as ECONNREFUSED, or one of `Unanswered`;
 * `routine` is the server's function that refused (it tells a closed role from a closed door, both 28000).
 */
export type LoginAnswer = { connected: true } | { connected: false; code: string; routine: string | null; message: string };

/** Tries to log in as `account` and leaves at once. Throws `Unanswered` when aborted, and nothing else. */
export async function tryLogin(target: PostgresTarget, account: Account, signal: AbortSignal): Promise<LoginAnswer> {
  try {
    await connected(target, account, signal, async () => undefined);
    return { connected: true };
  } catch (error) {
    if (error instanceof Unanswered) {
      if (error.why === 'aborted') throw error;
      return { connected: false, code: error.why, routine: null, message: 'the server gave no answer' };
    }
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const routine = 'routine' in error && typeof error.routine === 'string' ? error.routine : null;
    return { connected: false, code: String(error.code), routine, message: error.message };
  }
}
