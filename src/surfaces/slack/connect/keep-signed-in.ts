/** Asks who the bot is until Slack says so, and each minute whether it still is: a revoked token says nothing by itself. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../platform/log/log.ts';
import type { Call } from '../call/web-client.ts';
import { type Identity, type SignIn, signIn } from './sign-in.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 30_000;
/** What a person has to put right first. */
const refusedRetryMs = 60_000;
const lookAgainMs = 60_000;

export type Session = {
  /** Resolves once Slack said who the bot is; rejects when it is stopped before. */
  identity: Promise<Identity>;
  current(): Identity | null;
  trouble(): string | null;
  /** Resolves at the first refusal. */
  failed: Promise<void>;
};

export function keepSignedIn(
  parts: {
    call: Call;
    team: string | null;
    program: string;
    log: Pick<Log, 'info' | 'error'>;
    /** Absent: a minute. */
    lookAgainMs?: number;
  },
  stop: AbortSignal,
): Session {
  let current: Identity | null = null;
  let trouble: string | null = null;
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>();

  /** Says what is wrong once, until it is something else. */
  function noted(answer: SignIn): void {
    const told = answer.ok ? null : answer.trouble;
    if (told !== null && told !== trouble) parts.log.error({}, told);
    trouble = told;
  }

  async function ask(): Promise<Identity> {
    for (let failures = 0; ; failures += 1) {
      stop.throwIfAborted();
      const answer = await signIn(parts.call, parts);
      noted(answer);
      if (answer.ok) {
        current = answer.identity;
        parts.log.info({ team: current.team, bot: current.botUser }, 'Slack knows the bot');
        return current;
      }
      fail();
      const own = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));
      const waitMs = answer.retryAfterMs === null ? refusedRetryMs : Math.max(own, answer.retryAfterMs);
      await delay(waitMs, undefined, { signal: stop });
    }
  }

  async function look(): Promise<void> {
    for (;;) {
      await delay(parts.lookAgainMs ?? lookAgainMs, undefined, { signal: stop, ref: false });
      noted(await signIn(parts.call, parts));
    }
  }

  const identity = ask();
  // Stopped before: nobody need be told.
  identity.then(look).catch(() => undefined);
  return { identity, current: () => current, trouble: () => trouble, failed };
}
