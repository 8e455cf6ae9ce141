import type { JsonObject } from '../../workspace/model.ts';
import { flagOf, textOf } from '../read-argument.ts';

/** Unix seconds with up to six places. */
const stamp = /^\d{1,10}(\.\d{1,6})?$/;

/** Which time stamps `oldest`, `latest` and `inclusive` let through. */
export function spanOf(
  args: JsonObject,
): { holds(ts: string): boolean } | { error: 'invalid_ts_oldest' | 'invalid_ts_latest' } {
  const oldest = textOf(args, 'oldest');
  const latest = textOf(args, 'latest');
  if (oldest !== null && !stamp.test(oldest)) return { error: 'invalid_ts_oldest' };
  if (latest !== null && latest !== 'now' && !stamp.test(latest)) return { error: 'invalid_ts_latest' };
  const inclusive = flagOf(args, 'inclusive');
  const from = oldest === null ? null : microsOf(oldest);
  const until = latest === null || latest === 'now' ? null : microsOf(latest);
  return {
    holds(ts) {
      const at = microsOf(ts);
      const afterFrom = from === null || at > from || (inclusive && at === from);
      return afterFrom && (until === null || at < until || (inclusive && at === until));
    },
  };
}

/** Exact below 2^53: microseconds until the year 2255. */
function microsOf(ts: string): number {
  const [seconds = '0', fraction = ''] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}
