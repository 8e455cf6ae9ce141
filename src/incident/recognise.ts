/** Finds values that are held no longer in what people type, by their fingerprints alone. Pure. */
import { maskSpans, type Span } from '../platform/redact/spans.ts';

/** Where a pasted value can begin and end: around each of these, and at both ends of the text. */
const borders = /[\s"'`,;()<>[\]{}.:!?=]/;
/** A value may contain borders itself: one of this many pieces (words and single borders) is still found. */
const mostPieces = 40;
/** Fingerprints taken for one text, so that a long one does not hold up everybody: well under a second. */
const mostTries = 50_000;

/** `text` with each stretch masked that `isKnown` recognises as a value, whether or not blanks and quotes stand in it. */
export function maskRecognised(text: string, isKnown: (candidate: string) => boolean): string {
  const ends = piecesOf(text);
  const reach = Math.max(1, Math.min(mostPieces, Math.floor(mostTries / ends.length)));
  const spans: Span[] = [];
  for (let first = 0; first < ends.length; first += 1) {
    const from = first === 0 ? 0 : (ends[first - 1] ?? 0);
    for (const to of ends.slice(first, first + reach)) {
      if (isKnown(text.slice(from, to))) spans.push({ from, to });
    }
  }
  return maskSpans(text, spans);
}

/** Where each piece ends. */
function piecesOf(text: string): number[] {
  const ends: number[] = [];
  for (let at = 1; at <= text.length; at += 1) {
    if (at === text.length || borders.test(text.charAt(at - 1)) || borders.test(text.charAt(at))) ends.push(at);
  }
  return ends;
}
