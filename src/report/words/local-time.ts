/** Times in UTC, and beside it in the zone of whoever reads. The zone is part of the input: the same on every machine. */
import { none } from './prose.ts';
import { utc } from './time-words.ts';

/** Shows no second column: UTC is there already. */
const ownZone = 'UTC';

/** The heads of the columns for one instant. */
export function timeHead(zone: string): string[] {
  return zone === ownZone || formatOf(zone) === null ? ['UTC'] : ['UTC', zone];
}

/** One instant in as many cells as `timeHead` has heads. Null: there is none. */
export function timeCells(at: string | null, zone: string): string[] {
  return timeHead(zone).map((head, index) => (at === null ? none : index === 0 ? utc(at) : localTime(at, head)));
}

/** "2026-11-24 04:12:00" in an IANA zone. What is not a time is shown as it was written. */
export function localTime(iso: string, zone: string): string {
  const at = Date.parse(iso);
  const format = formatOf(zone);
  if (format === null || Number.isNaN(at)) return utc(iso);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const written = (types: Intl.DateTimeFormatPartTypes[], between: string) =>
    types.map((type) => parts.get(type)).join(between);
  return `${written(['year', 'month', 'day'], '-')} ${written(['hour', 'minute', 'second'], ':')}`;
}

/** Null for a zone that this machine does not know. */
function formatOf(zone: string): Intl.DateTimeFormat | null {
  const two = '2-digit';
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: zone, hourCycle: 'h23', calendar: 'gregory' });
  } catch {
    return null;
  }
}
