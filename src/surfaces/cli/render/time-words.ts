const minuteMs = 60_000;
const hourMs = 3_600_000;

/** A length of time as a clock shows it: "04:12", from an hour on "1:04:12". Negative counts as zero. */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${two(minutes)}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** "40 s", "12 min", "3 h", "2 d": for things that need no second. */
export function roughly(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.round(ms / 1_000))} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  return ms < 48 * hourMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / (24 * hourMs))} d`;
}

/** An instant in UTC: "03:12:07Z" on the day of `now`, else "11-23 03:12:07Z". */
export function timeOfDay(iso: string, now: Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const text = at.toISOString();
  const time = `${text.slice(11, 19)}Z`;
  return text.slice(0, 10) === now.toISOString().slice(0, 10) ? time : `${text.slice(5, 10)} ${time}`;
}

export function since(iso: string, now: Date): number {
  return now.getTime() - new Date(iso).getTime();
}
