import type { TimelineLine } from '../../../incident/desk.ts';
import { clean } from './clean.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';
import { timeOfDay } from './time-words.ts';

/** One entry: number, time, type, who, then whatever the entry says of itself. */
export function renderTimelineLine(line: TimelineLine, page: Page): string {
  const { seq, at, type, actor, ...rest } = line;
  const label = `${String(seq).padStart(4)}  ${timeOfDay(at, page.now)}  ${clean(type).padEnd(18)} `;
  const text = [
    clean(actor),
    ...Object.entries(rest)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(field),
  ].join('  ');
  return `${hang(label, text, page.columns).join('\n')}\n`;
}

function field([name, value]: [string, unknown]): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${clean(name)}=${clean(shortened(name, text))}`;
}

/** Hashes and signatures are for machines: people need only tell one from the next. The JSON has them whole. */
function shortened(name: string, text: string): string {
  if (name === 'signature') return '(signed)';
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 8) : text;
}
