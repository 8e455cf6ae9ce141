/** What stands in the place of a secret. */
export const mask = '[redacted]';

/** A half-open range of UTF-16 positions in a text. */
export type Span = { from: number; to: number };

/** Places of `needle` in `text`, from the left, none overlapping: every occurrence touches one of them, in linear time. */
export function* placesOf(text: string, needle: string): Generator<Span> {
  let at = text.indexOf(needle);
  while (at !== -1) {
    yield { from: at, to: at + needle.length };
    at = text.indexOf(needle, at + needle.length);
  }
}

/** Masks the union of the spans: spans that overlap or touch become one mask, so the longest cover always wins. */
export function maskSpans(text: string, spans: Iterable<Span>): string {
  const ordered = [...spans].filter((span) => span.to > span.from).sort((a, b) => a.from - b.from);
  if (ordered.length === 0) return text;
  const parts: string[] = [];
  let copied = 0;
  let coveredTo = -1;
  for (const { from, to } of ordered) {
    if (from > coveredTo) parts.push(text.slice(copied, from), mask);
    coveredTo = Math.max(coveredTo, to);
    copied = coveredTo;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}
