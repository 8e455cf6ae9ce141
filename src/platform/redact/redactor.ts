import type { Json } from '../canonical.ts';
import { formats } from './formats.ts';
import { formsOf } from './forms.ts';
import { mask, maskSpans, placesOf, type Span } from './spans.ts';

/** Stands at every exit: log, error, output, document, row. Synchronous, so that nothing can slip past while it thinks. */
export type Redactor = {
  /**
   * From now on every spelling of `value` is masked. Each `know` needs its own `forget`.
   * Not masked: a value of fewer than 4 characters, because masking it would shred ordinary text ("a" or "12" is everywhere);
   * and a value that equals one of `exempt` (the locator's own words: role "app" with the password "app"), because the
   * name must stay readable and its mask would tell everyone that the password is the name.
   */
  know(value: string, exempt?: readonly string[]): void;
  /** Takes back one `know`. */
  forget(value: string): void;
  /** The text with every known value and every well-known format masked; all else is unchanged. */
  text(text: string): string;
  /** The same for every string, object key and number inside a JSON value. */
  json(value: Json): Json;
};

/** Shorter values are not masked: they occur in ordinary text. */
const minValueChars = 4;
/** Deeper JSON is masked whole: nothing of ours nests so deep, and walking it could exhaust the stack. */
const maxJsonDepth = 100;

type Known = { count: number; forms: string[] };

/** A redactor that knows no value yet, only the table of formats. */
export function createRedactor(): Redactor {
  const known = new Map<string, Known>();

  function text(input: string): string {
    const spans: Span[] = [];
    for (const { forms } of known.values()) for (const form of forms) spans.push(...placesOf(input, form));
    for (const { pattern } of formats) {
      for (const match of input.matchAll(pattern)) spans.push({ from: match.index, to: match.index + match[0].length });
    }
    return maskSpans(input, spans);
  }

  return {
    know(value, exempt = []) {
      const before = known.get(value) ?? { count: 0, forms: [] };
      const masked = value.length >= minValueChars && !mask.includes(value) && !exempt.includes(value);
      // Exempt in one incident, secret in another: it stays masked until both have forgotten it.
      known.set(value, { count: before.count + 1, forms: masked ? formsOf(value) : before.forms });
    },
    forget(value) {
      const before = known.get(value);
      if (before === undefined) return;
      if (before.count === 1) known.delete(value);
      else known.set(value, { ...before, count: before.count - 1 });
    },
    text,
    json: (value) => redactJson(value, text, 0),
  };
}

function redactJson(value: Json, text: (input: string) => string, depth: number): Json {
  if (depth > maxJsonDepth) return mask;
  if (typeof value === 'string') return text(value);
  // A value of digits can hide in a number; masked, the number becomes text.
  if (typeof value === 'number') return text(String(value)) === String(value) ? value : text(String(value));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, text, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), redactJson(item, text, depth + 1)]));
}
