import type { View } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { incidentName } from './command-line.ts';
import { columnsOf, cutTo, padTo } from './measure.ts';
import type { Page, Tone } from './page.ts';
import { incidentWords } from './state-words.ts';
import { clockFace, timeOfDay } from './time-words.ts';

/** The first line of everything: PRACTICE where it is one, which incident, its title, its state at the right edge. */
export function titleLine(view: View, page: Page): string {
  const word = incidentWords[view.state];
  const practice = view.practice ? ' PRACTICE ' : '';
  const name = `${practice === '' ? '' : ' '}${incidentName(view)}  `;
  const room = page.columns - columnsOf(practice + name) - columnsOf(word.text) - 2;
  const title = padTo(cutTo(clean(view.title), room), room);
  const start = practice === '' ? '' : page.paint('practice', practice);
  return `${start}${page.paint('strong', name + title)}  ${page.paint(word.tone, word.text)}`;
}

/** "closed since 03:20:00Z by ana: a test password"; null while it is not closed. */
export function closedWords(view: View, now: Date): string | null {
  if (view.closedAt === null) return null;
  const by = view.closed?.by == null ? '' : ` by ${clean(view.closed.by)}`;
  return `closed since ${timeOfDay(view.closedAt, now)}${by}: ${clean(view.closed?.why ?? 'nobody said why')}`;
}

/** When new use was refused everywhere, as far as the view says; null while something may still work. */
export function stoppedAt(view: View): Date | null {
  if (view.credentials.length === 0) return null;
  if (!view.credentials.every(({ state }) => state === 'cut-off' || state === 'dead')) return null;
  const times = view.credentials.map(({ cutOffAt, proof }) => cutOffAt ?? proof.after?.at ?? view.containedAt);
  const known = times.filter((time) => time !== null).map((time) => new Date(time).getTime());
  return known.length === 0 ? null : new Date(Math.max(...known));
}

/** "04:12 of 15:00 since detection", a bar, and what is left. It stops when everything is cut off, or it is closed. */
export function clockLine(view: View, page: Page): string {
  const { used, limit, tone, short, left } = clockOf(view, page.now);
  const whole = `${short} since detection`;
  const face = columnsOf(whole) + columnsOf(left) + 2 > page.columns ? short : whole;
  const room = page.columns - columnsOf(face) - columnsOf(left) - 4;
  const share = limit === 0 ? 1 : used / limit;
  const parts = [face, ...(room < narrowestBar ? [] : [bar(share, room)]), left];
  return parts.map((part) => page.paint(tone, part)).join('  ');
}

type Clock = { used: number; limit: number; tone: Tone; short: string; left: string };

function clockOf(view: View, now: Date): Clock {
  const cut = stoppedAt(view);
  const end = cut ?? (view.closedAt === null ? now : new Date(view.closedAt));
  const start = new Date(view.detectedAt).getTime();
  const limit = new Date(view.deadline).getTime() - start;
  const used = Math.max(0, end.getTime() - start);
  const face = `${clockFace(used)} of ${clockFace(limit)}`;
  const over = `${clockFace(used - limit)} over the limit`;
  if (cut !== null) {
    const short = `cut off after ${face}`;
    return used > limit
      ? { used, limit, tone: 'bad', short, left: over }
      : { used, limit, tone: 'good', short, left: `${clockFace(limit - used)} to spare` };
  }
  if (view.closedAt !== null) return { used, limit, tone: 'bad', short: face, left: 'closed, not proven cut off' };
  if (used > limit) return { used, limit, tone: 'bad', short: face, left: over };
  return { used, limit, tone: used > limit * 0.75 ? 'warn' : 'strong', short: face, left: `${clockFace(limit - used)} left` };
}

/** A shorter bar tells nothing. */
const narrowestBar = 6;

function bar(share: number, columns: number): string {
  const full = Math.min(columns, Math.round(share * columns));
  return '█'.repeat(full) + '░'.repeat(Math.max(0, columns - full));
}
