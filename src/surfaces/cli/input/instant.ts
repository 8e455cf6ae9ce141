import { TerminalError } from '../terminal-error.ts';

/** A clock that runs a little ahead is not an error; a detection tomorrow is. */
const aheadLimitMs = 60_000;

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "90s", "10m", "2h", "1d" → milliseconds; null if it is none of these. A number without a unit is none: 5 of what? */
export function durationMs(text: string): number | null {
  const found = /^(\d{1,6})([smhd])$/.exec(text.trim());
  if (found === null) return null;
  return Number(found[1]) * (unitMs[found[2] ?? 's'] ?? 1_000);
}

/**
 * A time as people type it → ISO 8601, UTC. Takes "2026-11-24T03:12:00Z" (an offset is required), "now", "now-10m" and "10m ago".
 * Refuses (usage) what is none of these, and what lies more than a minute ahead of `now`.
 */
export function parseInstant(text: string, now: Date, option: string): string {
  const at = relative(text, now) ?? absolute(text);
  if (at === null) {
    throw new TerminalError(
      'usage',
      `${option} "${text}" is not a time. Write 2026-11-24T03:12:00Z (with Z or an offset such as +01:00), now-10m, or "10m ago".`,
    );
  }
  if (at.getTime() > now.getTime() + aheadLimitMs) {
    throw new TerminalError(
      'usage',
      `${option} ${at.toISOString()} lies in the future; it is ${now.toISOString()} now. Write when it happened, for example now-10m.`,
    );
  }
  return new Date(Math.min(at.getTime(), now.getTime())).toISOString();
}

function relative(text: string, now: Date): Date | null {
  if (text.trim() === 'now') return now;
  const found = /^(?:now\s*-\s*(\w+)|(\w+)\s+ago)$/.exec(text.trim());
  const back = found === null ? null : durationMs(found[1] ?? found[2] ?? '');
  return back === null ? null : new Date(now.getTime() - back);
}

function absolute(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text.trim())) return null;
  const at = new Date(text.trim());
  return Number.isNaN(at.getTime()) ? null : at;
}
