import type { View } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { incidentName } from './command-line.ts';
import { cutTo, padTo } from './measure.ts';
import type { Page } from './page.ts';
import { incidentWords } from './state-words.ts';
import { clockFace, roughly, since } from './time-words.ts';
import { stoppedAt } from './title.ts';

/** One line an incident: number, state, its clock, title, and whether somebody is waited for. */
export function renderListLine(view: View, page: Page): string {
  const word = incidentWords[view.state];
  const name = padTo(incidentName(view), 8);
  const clock = padTo(clockWord(view, page.now), 16);
  const wanted = view.waiting.length > 0 ? `  ${view.waiting.length} wanted` : '';
  const practice = view.practice ? 'PRACTICE ' : '';
  const room = page.columns - 8 - 11 - 16 - practice.length - wanted.length;
  const title = cutTo(clean(view.title), Math.max(room, 12));
  return `${name}${page.paint(word.tone, padTo(word.text, 11))}${clock}${page.paint('practice', practice)}${title}${page.paint('warn', wanted)}\n`;
}

function clockWord(view: View, now: Date): string {
  const stopped = stoppedAt(view);
  if (stopped !== null) return `cut in ${clockFace(since(view.detectedAt, stopped))}`;
  if (view.closedAt !== null) return 'cut not proven';
  const left = new Date(view.deadline).getTime() - now.getTime();
  return left >= 0 ? `${clockFace(left)} left` : `${roughly(-left)} over`;
}
