import { z } from 'zod';
import type { TimelineLine } from '../../../incident/desk.ts';
import { clean } from './clean.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';
import { timeOfDay } from './time-words.ts';

/** One entry: number, time, type, who, then whatever the entry says of itself. */
export function renderTimelineLine(line: TimelineLine, page: Page): string {
  const { seq, at, type, actor, corrected, purged, ...rest } = line;
  const label = `${String(seq).padStart(4)}  ${timeOfDay(at, page.now)}  ${clean(type).padEnd(18)} `;
  const text = [
    clean(actor),
    ...Object.entries(typedCommand(type, rest))
      .filter(([, value]) => value !== null && value !== undefined)
      .map(field),
  ].join('  ');
  const lines = [...hang(label, text, page.columns), ...besides(corrected, purged, page)];
  return `${lines.join('\n')}\n`;
}

/** A refused decision by the command that was typed. */
function typedCommand(type: string, said: Record<string, unknown>): Record<string, unknown> {
  const { verdict, ...rest } = said;
  if (type !== 'command.refused' || verdict === undefined) return said;
  return { ...rest, command: verdict === 'alone' ? 'approve --alone' : verdict };
}

const correction = z.object({ in: z.number(), person: z.string(), text: z.string().nullable() });
const purge = z.object({ in: z.number(), person: z.string() });

/** What was corrected or deleted of the entry, below it. */
function besides(corrected: unknown, purged: unknown, page: Page): string[] {
  const right = z.array(correction).safeParse(corrected);
  const gone = purge.safeParse(purged);
  return [
    ...(right.success
      ? right.data.flatMap((said) =>
          hang(`      corrected by ${clean(said.person)} in ${said.in}: `, clean(said.text ?? '[purged]'), page.columns),
        )
      : []),
    ...(gone.success ? [`      its text was purged by ${clean(gone.data.person)} in ${gone.data.in}`] : []),
  ];
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
