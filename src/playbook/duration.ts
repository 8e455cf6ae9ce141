const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** A playbook lives for one incident: longer than a month is a slip of the pen. */
export const longestDurationMs = 31 * 24 * unitMs.h;

/** `90s`, `15m`, `1h` in milliseconds; null for anything else, for nothing at all ("0m") and for more than 31 days. */
export function durationMs(text: string): number | null {
  const match = /^([1-9]\d{0,6})([smh])$/.exec(text);
  if (match === null) return null;
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  return ms <= longestDurationMs ? ms : null;
}

/** The shortest way to write it: 90000 → "90s", 900000 → "15m". */
export function durationText(ms: number): string {
  if (ms % unitMs.h === 0) return `${ms / unitMs.h}h`;
  if (ms % unitMs.m === 0) return `${ms / unitMs.m}m`;
  return `${ms / unitMs.s}s`;
}
