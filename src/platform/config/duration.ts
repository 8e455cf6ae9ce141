import { z } from 'zod';

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A time such as `90s`, `30m` or `2h`, up to `maxMs`, in milliseconds. */
export function duration(maxMs: number, maxText: string) {
  return z.string().transform((text, context) => {
    const [, count = '', unit = ''] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? [];
    const ms = Number(count) * (unitMs[unit] ?? 0);
    if (ms > 0 && ms <= maxMs) return ms;
    const message = ms === 0 ? 'is no time: write a number and s, m or h' : `is longer than ${maxText}, the most there is`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** The same, or `0s`. */
export function durationOrNone(maxMs: number, maxText: string) {
  const zero = z.literal('0s').transform(() => 0);
  return z.union([zero, duration(maxMs, maxText)], `is no time from 0s to ${maxText}: write a number and s, m or h`);
}
