import { httpLimits } from './limits.ts';

/**
 * Retry-After (RFC 9110 §10.2.3) in milliseconds, at most `httpLimits.retryAfterMs`: seconds, or a date. A date is counted from the
 * answer's own `date`, so that a clock that is wrong on either side does not matter; null when it says nothing readable.
 */
export function retryAfterMs(header: string | null, date: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, httpLimits.retryAfterMs);
  const until = dateMs(text);
  if (until === null) return null;
  const from = (date === null ? null : dateMs(date)) ?? nowMs;
  return Math.min(Math.max(until - from, 0), httpLimits.retryAfterMs);
}

/** An HTTP date names its day and ends in GMT; `Date.parse` alone would take "-5" for a year. */
function dateMs(text: string): number | null {
  const ms = /^[A-Za-z]{3,9},? .*\d{2}:\d{2}:\d{2}.*$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
