/** When a failed attempt is made again, when a person is asked instead, and how long a provider is left alone. Pure. */
import type { Failure } from './action.ts';

/** Attempts before a person is asked: at these waits about ten seconds, so that 3 a.m. does not pass in silence. */
const mostFailures = 5;
const baseMs = 400;
const capMs = 5_000;
/** A provider that asks for more than this is a person's business. */
const longestRetryAfterMs = 60_000;

/** The time of the next attempt (full jitter, or what the provider asks for), or null: it is stuck. */
export function retryAt(failure: Failure, now: { failures: number; at: Date; jitter: number }): Date | null {
  if (failure.class !== 'retryable' && failure.class !== 'in-doubt') return null;
  if (now.failures + 1 >= mostFailures) return null;
  if (failure.retryAfterMs !== undefined) {
    return failure.retryAfterMs > longestRetryAfterMs ? null : new Date(now.at.getTime() + failure.retryAfterMs);
  }
  const ceilingMs = Math.min(capMs, baseMs * 2 ** now.failures);
  return new Date(now.at.getTime() + Math.round(now.jitter * ceilingMs));
}

/** Until when nobody calls the provider; null when it did not ask to be left alone. A person who retries may try it then. */
export function pauseUntil({ retryAfterMs }: Failure, at: Date): Date | null {
  if (retryAfterMs === undefined || retryAfterMs <= 0) return null;
  return new Date(at.getTime() + Math.min(retryAfterMs, longestRetryAfterMs));
}
