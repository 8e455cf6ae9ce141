/**
 * What a browser makes of a page, after the tokenizer of the HTML standard (§13.2.5) for the constructs that occur here.
 * Whatever it would treat as an error that opens another construct is an error here too: nothing is repaired in silence.
 */

export type HtmlPart =
  | { type: 'start'; name: string; attributes: [name: string, value: string][] }
  | { type: 'end'; name: string }
  | { type: 'text'; text: string };

/** Elements whose content is text up to their own end tag. */
const rawText = ['style', 'title'];
const references: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

export function htmlParts(page: string): HtmlPart[] {
  const doctype = /^<!doctype html>/i.exec(page);
  if (doctype === null) throw new Error('The page does not begin with its doctype.');
  const parts: HtmlPart[] = [];
  for (let rest = page.slice(doctype[0].length); rest !== ''; ) {
    const { part, length } = next(rest, parts.at(-1));
    parts.push(part);
    rest = rest.slice(length);
  }
  return parts;
}

function next(rest: string, before: HtmlPart | undefined): { part: HtmlPart; length: number } {
  if (before?.type === 'start' && rawText.includes(before.name)) {
    const length = rest.indexOf(`</${before.name}>`);
    if (length > 0) return { part: { type: 'text', text: rest.slice(0, length) }, length };
  }
  const text = /^[^<]+/.exec(rest);
  if (text !== null) return { part: { type: 'text', text: decoded(text[0]) }, length: text[0].length };
  const end = /^<\/([a-z][a-z0-9]*)>/.exec(rest);
  if (end !== null) return { part: { type: 'end', name: end[1] ?? '' }, length: end[0].length };
  const start = /^<([a-z][a-z0-9]*)((?:\s+[^\s"'<>/=]+="[^"]*")*)\s*\/?>/i.exec(rest);
  if (start === null) throw new Error(`Not a tag of ours: ${rest.slice(0, 60)}`);
  return { part: { type: 'start', name: start[1] ?? '', attributes: attributesOf(start[2] ?? '') }, length: start[0].length };
}

const attributesOf = (text: string) =>
  [...text.matchAll(/\s+([^\s"'<>/=]+)="([^"]*)"/g)].map(([, key = '', value = '']): [string, string] => [key, decoded(value)]);

/** Elements that have no end tag. */
const empty = new Set(['meta', 'line', 'circle', 'rect', 'path']);

/** Throws unless every element is closed, in order. */
export function mustNest(parts: readonly HtmlPart[]): void {
  const open: string[] = [];
  for (const part of parts) {
    if (part.type === 'start' && !empty.has(part.name)) open.push(part.name);
    if (part.type === 'end' && open.pop() !== part.name) throw new Error(`</${part.name}> closes nothing.`);
  }
  if (open.length > 0) throw new Error(`Left open: ${open.join(', ')}`);
}

export const textOf = (parts: readonly HtmlPart[]) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

function decoded(text: string): string {
  return text.replace(/&(?:[a-z]+|#\d+);?/gi, (found) => {
    const char = references[found];
    if (char === undefined) throw new Error(`Not a reference of ours: ${found}`);
    return char;
  });
}
