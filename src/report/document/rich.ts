/**
 * A line of a report as data. Text is never markup: each format escapes all of it, so that what somebody else wrote stays
 * in its place whatever it holds.
 */
import { oneLine } from './clean.ts';

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'strong'; of: Rich }
  /** Text that was purged from the record. */
  | { type: 'gone' };
export type Rich = readonly Inline[];

/** What may stand in a line: a string is text, letter by letter. */
export type Said = string | number | Rich;

/** Our words with values among them: say`**Stuck:** ${step}`. Only in our own words two asterisks mean strong. */
export function say(words: TemplateStringsArray, ...values: Said[]): Rich {
  const [first = [], ...others] = spansOf(words, values);
  // Every second span stands between two pairs of asterisks.
  return [...first, ...others.flatMap((span, place): Rich => (place % 2 === 0 ? [{ type: 'strong', of: span }] : span))];
}

function spansOf(words: TemplateStringsArray, values: Said[]): Inline[][] {
  let span: Inline[] = [];
  const spans = [span];
  for (const [index, chunk] of words.entries()) {
    for (const [place, part] of chunk.split('**').entries()) {
      if (place > 0) {
        span = [];
        spans.push(span);
      }
      if (part !== '') span.push({ type: 'text', text: part });
    }
    const value = values[index];
    if (value !== undefined) span.push(...richOf(value));
  }
  return spans;
}

export function richOf(value: Said): Rich {
  if (typeof value === 'object') return value;
  const text = oneLine(String(value));
  return text === '' ? [] : [{ type: 'text', text }];
}

/** The letters of a line, without its markup. */
export function plainOf(line: Rich): string {
  return line
    .map((part) => (part.type === 'gone' ? '[purged]' : part.type === 'strong' ? plainOf(part.of) : part.text))
    .join('');
}

export const isEmpty = (line: Rich) => plainOf(line) === '';
