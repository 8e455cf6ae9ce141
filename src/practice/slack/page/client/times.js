/** Times as people read them. A time stamp of a message is Unix seconds with six decimals. */

export const msOf = (ts) => Math.floor(Number(ts) * 1_000);

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const fullFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const clock = (ts) => clockFormat.format(msOf(ts));
export const fullTime = (ts) => fullFormat.format(msOf(ts));
export const dayKey = (ts) => new Date(msOf(ts)).toDateString();

export function dayName(ts) {
  const day = new Date(msOf(ts));
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return 'Today';
  if (day.toDateString() === new Date(today.getTime() - 86_400_000).toDateString()) return 'Yesterday';
  return dayFormat.format(day);
}

const parts = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

/** `{date_short_pretty} at {time}` as in `<!date^…>`; null where it is no time, so that the fallback is shown. */
export function dateText(unixSeconds, format) {
  const at = new Date(unixSeconds * 1_000);
  if (Number.isNaN(at.getTime())) return null;
  return format.replace(/\{([a-z_]+)\}/g, (whole, token) => onePart(at, token) ?? whole);
}

function onePart(at, token) {
  if (token === 'ago') return ago(at);
  const pretty = token.endsWith('_pretty');
  const name = pretty ? token.slice(0, -'_pretty'.length) : token;
  if (!Object.hasOwn(parts, name)) return null;
  const day = pretty ? dayName(String(at.getTime() / 1_000)) : '';
  if (day === 'Today' || day === 'Yesterday') return day.toLowerCase();
  return new Intl.DateTimeFormat(undefined, parts[name]).format(at);
}

function ago(at) {
  const minutes = Math.round((at.getTime() - Date.now()) / 60_000);
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  if (Math.abs(minutes) < 90) return relative.format(minutes, 'minute');
  return Math.abs(minutes) < 2_880
    ? relative.format(Math.round(minutes / 60), 'hour')
    : relative.format(Math.round(minutes / 1_440), 'day');
}
