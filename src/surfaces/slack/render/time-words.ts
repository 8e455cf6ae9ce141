/** Times and lengths of time as Slack shows them. */
import type { Shown } from './shown.ts';
import { dateToken, escapeText, type Mrkdwn, md } from './text.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Within this the day need not be said. */
const sameDayMs = 12 * hourMs;

/** An instant in the reader's own time, with UTC as its fall-back; what is no instant stands as it was written. */
export function at(iso: string, shown: Pick<Shown, 'now'>): Mrkdwn {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) return escapeText(iso, 60);
  const text = instant.toISOString();
  const near = Math.abs(instant.getTime() - shown.now.getTime()) < sameDayMs;
  return near
    ? dateToken(instant, '{time_secs}', `${text.slice(11, 19)}Z`)
    : dateToken(instant, '{date_short_pretty} {time}', `${text.slice(0, 10)} ${text.slice(11, 16)}Z`);
}

/** "04:12", from an hour on "1:04:12". Negative counts as zero. */
export function clockFace(ms: number): Mrkdwn {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): Mrkdwn => escapeText(String(value).padStart(2, '0'));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return md`${two(minutes)}:${two(seconds % 60)}`;
  return md`${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** "12 s", "3 m 12 s", "2 h 4 m", "3 d 2 h": how long something took. */
export function howLong(ms: number): Mrkdwn {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return md`${seconds} s`;
  if (hours === 0) return md`${minutes} m ${seconds % 60} s`;
  return hours < 48 ? md`${hours} h ${minutes % 60} m` : md`${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export const msBetween = (from: string, to: string | Date): number => new Date(to).getTime() - new Date(from).getTime();
