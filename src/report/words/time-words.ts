/** Times and lengths of time as a report writes them: UTC, the same on every machine. */
import { type Rich, richOf, say } from '../document/rich.ts';
import { none } from './prose.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "2026-11-24 03:12:00", in UTC. What is not a time is shown as it was written. */
export function utc(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** From `from` to `to` in milliseconds; null where one of them is not known. */
export function between(from: string | null, to: string | null): number | null {
  const ms = Date.parse(to ?? '') - Date.parse(from ?? '');
  return Number.isNaN(ms) ? null : ms;
}

/** "04:12", from an hour on "1:04:12", from a day on "2 d 01:04:12". Whole seconds, rounded down. */
export function clockFace(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const left = Math.max(0, ms);
  const days = Math.floor(left / dayMs);
  const hours = Math.floor((left % dayMs) / hourMs);
  const rest = `${two(Math.floor((left % hourMs) / minuteMs))}:${two(Math.floor((left % minuteMs) / secondMs))}`;
  if (days > 0) return `${days} d ${two(hours)}:${rest}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** In words, for whoever reads nothing else: "4 s", "2 min 12 s", "1 h 6 min", "3 d 4 h". Rounded down. */
export function lengthWords(ms: number): string {
  const units: readonly (readonly [ms: number, name: string])[] = [
    [dayMs, 'd'],
    [hourMs, 'h'],
    [minuteMs, 'min'],
    [secondMs, 's'],
  ];
  const left = Math.max(0, ms);
  const first = units.findIndex(([unit]) => left >= unit);
  const shown = first < 0 ? units.slice(-1) : units.slice(first, first + 2);
  const counts = shown.map(([unit, name], place) => ({
    name,
    place,
    count: Math.floor((place === 0 ? left : left % (shown[0]?.[0] ?? 1)) / unit),
  }));
  return counts.flatMap(({ name, place, count }) => (place > 0 && count === 0 ? [] : [`${count} ${name}`])).join(' ');
}

/** "+04:12" after detection, "-1:04:12" before it. */
export function sinceDetection(detectedAt: string | null, at: string): string {
  const ms = between(detectedAt, at);
  if (ms === null) return none;
  return `${ms <= -secondMs ? '-' : '+'}${clockFace(Math.abs(ms))}`;
}

/** A limit in its own unit: "15 min", "72 h", "90 s". */
export function limitWords(ms: number): string {
  if (ms % hourMs === 0 && ms > 0) return `${ms / hourMs} h`;
  if (ms % minuteMs === 0 && ms > 0) return `${ms / minuteMs} min`;
  return `${ms / secondMs} s`;
}

/** How a length of time stands against its limit: "within, 03:12 to spare" or "OVER by 01:10". */
export function verdictWords(takenMs: number, limitMs: number): Rich {
  if (takenMs <= limitMs) return richOf(`within, ${clockFace(limitMs - takenMs)} to spare`);
  // Rounded up: over by half a second is still over.
  return say`**OVER** by ${clockFace(Math.ceil((takenMs - limitMs) / secondMs) * secondMs)}`;
}
