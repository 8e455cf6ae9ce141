/** Asks who the bot is until Slack says so. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../platform/log/log.ts';
import type { Call } from '../call/web-client.ts';
import { type Identity, signIn } from './sign-in.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** What a person has to put right first. */
const refusedRetryMs = 60_000;

export type Session = {
  /** Resolves once Slack said who the bot is; rejects when it is stopped before. */
  identity: Promise<Identity>;
  current(): Identity | null;
  trouble(): string | null;
  /** Resolves at the first refusal. */
  failed: Promise<void>;
};

export function keepSignedIn(
  parts: { call: Call; team: string | null; program: string; log: Pick<Log, 'info' | 'error'> },
  stop: AbortSignal,
): Session {
  let current: Identity | null = null;
  let trouble: string | null = null;
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>();

  async function ask(): Promise<Identity> {
    for (let failures = 0; ; failures += 1) {
      stop.throwIfAborted();
      const answer = await signIn(parts.call, parts);
      if (answer.ok) {
        ({ identity: current } = answer);
        trouble = null;
        parts.log.info({ team: current.team, bot: current.botUser }, 'Slack knows the bot');
        return current;
      }
      if (trouble !== answer.trouble) parts.log.error({}, answer.trouble);
      ({ trouble } = answer);
      fail();
      const own = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));
      const waitMs = answer.retryAfterMs === null ? refusedRetryMs : Math.max(own, answer.retryAfterMs);
      await delay(waitMs, undefined, { signal: stop });
    }
  }

  const identity = ask();
  // Stopped before: nobody need be told.
  identity.catch(() => undefined);
  return { identity, current: () => current, trouble: () => trouble, failed };
}
