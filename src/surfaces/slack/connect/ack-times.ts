/** How soon Slack was answered: what it shows as an error after three seconds. */

/** Of so many latest ones the percentiles are. */
const mostKept = 2_048;
/** Upper bounds in milliseconds; what took longer stands in the last one. */
export const ackBounds = [5, 10, 25, 50, 100, 250, 500, 1_000, 3_000, Number.POSITIVE_INFINITY] as const;

/** In milliseconds; null before the first. `within` counts by upper bound, each in one only, since the start. */
export type AckSummary = {
  count: number;
  p50: number | null;
  p99: number | null;
  max: number | null;
  within: { ms: number; count: number }[];
};

export type AckTimes = { add(ms: number): void; summary(): AckSummary };

export function createAckTimes(): AckTimes {
  const latest: number[] = [];
  const within = ackBounds.map((ms) => ({ ms, count: 0 }));
  let count = 0;
  let max: number | null = null;
  return {
    add(ms) {
      latest[count % mostKept] = ms;
      count += 1;
      max = Math.max(max ?? 0, ms);
      const bucket = within.find((bound) => ms <= bound.ms);
      if (bucket !== undefined) bucket.count += 1;
    },
    summary() {
      const sorted = latest.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
      return { count, p50: at(0.5), p99: at(0.99), max, within: within.map((bound) => ({ ...bound })) };
    },
  };
}
