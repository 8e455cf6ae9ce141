/**
 * How often a method may be called: a bucket of calls for each method, and for each channel that is posted to, that fills up again.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
import type { Clock } from '../../../platform/clock.ts';
import type { Tier } from './method.ts';

/** `perMinute` comes in evenly; as much as `burst` may be saved up. */
type Rate = { perMinute: number; burst: number };

/** Calls a minute. Slack promises at least these; practice grants no more, so that nobody gets used to more. */
const rates: Readonly<Record<Tier, Rate>> = {
  1: { perMinute: 1, burst: 1 },
  2: { perMinute: 20, burst: 20 },
  3: { perMinute: 50, burst: 50 },
  4: { perMinute: 100, burst: 100 },
  // One a second and channel, with a short burst that Slack promises and does not size.
  posting: { perMinute: 60, burst: 5 },
  special: { perMinute: 600, burst: 600 },
};
/** Of all channels together: "several hundred a minute". */
const postingEverywhere: Rate = { perMinute: 300, burst: 300 };
/** Buckets kept; a full one is as good as none. */
const mostBuckets = 2_000;

export type RateLimit = {
  /** Takes one call; null when there was one left, else whole seconds until there is. */
  take(call: { method: string; tier: Tier; channel: string }): number | null;
};

/** What one call costs: a rate of N a minute brings N of these in a millisecond, so that all is counted in whole numbers. */
const cost = 60_000;

export function createRateLimit(clock: Clock): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();

  const bucket = (key: string, rate: Rate) => {
    const at = clock.now().getTime();
    const full = rate.burst * cost;
    const known = buckets.get(key) ?? { left: full, at };
    const left = Math.min(full, known.left + Math.max(0, at - known.at) * rate.perMinute);
    buckets.delete(key);
    buckets.set(key, { left, at });
    const [oldest] = buckets.keys();
    if (buckets.size > mostBuckets && oldest !== undefined) buckets.delete(oldest);
    return { key, left, at, waitMs: Math.max(0, cost - left) / rate.perMinute };
  };

  return {
    take({ method, tier, channel }) {
      const asked =
        tier === 'posting'
          ? [bucket(`${method} ${channel}`, rates.posting), bucket(method, postingEverywhere)]
          : [bucket(method, rates[tier])];
      const longestMs = Math.max(...asked.map(({ waitMs }) => waitMs));
      if (longestMs > 0) return Math.ceil(longestMs / 1_000);
      for (const { key, left, at } of asked) buckets.set(key, { left: left - cost, at });
      return null;
    },
  };
}
