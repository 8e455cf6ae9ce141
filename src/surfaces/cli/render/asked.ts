/** Who was asked, and when. */
import type { GateView } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';
import { timeOfDay } from './time-words.ts';

const how: Record<GateView['asked'][number]['how'], string> = { first: 'asked', again: 'again', 'passed-on': 'passed on to' };

/** "asked ana at 03:12:00Z; again ana at 03:13:00Z; passed on to ben at 03:14:00Z"; empty for an asking that addressed nobody. */
export function askedLines(gate: GateView | null, page: Page): string[] {
  const told = (gate?.asked ?? []).map((asked) => {
    const who = asked.to.length === 0 ? 'nobody' : clean(asked.to.join(', '));
    return `${how[asked.how]} ${who} at ${timeOfDay(asked.at, page.now)}`;
  });
  return told.length === 0 ? [] : hang('    ', told.join('; '), page.columns).map((line) => page.paint('dim', line));
}
