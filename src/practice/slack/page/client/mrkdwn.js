/**
 * Slack's mrkdwn as a tree. Pure: no element is made here. https://docs.slack.dev/messaging/formatting-message-text
 *
 * @typedef {{ type: 'text', text: string } | { type: 'break' } | { type: 'code', text: string } | { type: 'emoji', name: string }
 *   | { type: 'style', style: 'bold' | 'italic' | 'strike', children: Inline[] } | { type: 'link', url: string, label: string | null }
 *   | { type: 'user', id: string } | { type: 'channel', id: string, label: string | null } | { type: 'broadcast', name: string }
 *   | { type: 'date', seconds: number, format: string, link: string | null, fallback: string }} Inline
 * @typedef {{ type: 'lines' | 'quote', children: Inline[] } | { type: 'pre', text: string }} Piece
 */

/** Deeper nesting is shown as it is written: a hostile text must not exhaust the stack. */
const deepest = 6;

export const decode = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
/** What a person types, as Slack sends it on. */
export const encode = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @returns {Piece[]} */
/** `verbatim`: addresses in it are no links of themselves. */
export function parseMrkdwn(text, verbatim = false) {
  const pieces = [];
  for (const [at, part] of text.split('```').entries()) {
    const fenced = at % 2 === 1 && text.split('```').length > at + 1;
    if (fenced) pieces.push({ type: 'pre', text: decode(part.replace(/^\n/, '').replace(/\n$/, '')) });
    else pieces.push(...linesAndQuotes(at % 2 === 1 ? `\`\`\`${part}` : part, verbatim));
  }
  return pieces;
}

function linesAndQuotes(text, verbatim) {
  const pieces = [];
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const quote = /^(?:&gt;|>)(?!&gt;|>) ?(.*)$/.exec(line);
    const type = quote === null ? 'lines' : 'quote';
    const inline = parseInline(quote === null ? line : (quote[1] ?? ''), 0, verbatim);
    const last = pieces.at(-1);
    if (last?.type === type) last.children.push({ type: 'break' }, ...inline);
    else pieces.push({ type, children: inline });
  }
  return pieces.filter((piece) => piece.children.length > 0);
}

/** Each tried in this order where it stands; `(?<![\w…])` keeps snake_case and 2*3*4 as they are. */
const patterns = [
  { kind: 'angle', at: /<([^<>\n]+)>/y },
  { kind: 'code', at: /`([^`\n]+)`/y },
  { kind: 'bold', at: /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])/uy },
  { kind: 'italic', at: /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}_])/uy },
  { kind: 'strike', at: /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/uy },
  { kind: 'emoji', at: /:([a-z0-9_+-]{1,40}):/y },
  { kind: 'url', at: /(?<![\p{L}\p{N}])https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]'"*_~`]/uy },
];
const starts = new Set(['<', '`', '*', '_', '~', ':', 'h']);

/** @returns {Inline[]} */
export function parseInline(text, depth = 0, verbatim = false) {
  const nodes = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const found = starts.has(text[at]) ? match(text, at, verbatim) : null;
    if (found === null) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== '') nodes.push({ type: 'text', text: decode(plain) });
    plain = '';
    nodes.push(nodeOf(found, depth, verbatim));
    at += found.whole.length;
  }
  if (plain !== '') nodes.push({ type: 'text', text: decode(plain) });
  return nodes;
}

function match(text, at, verbatim) {
  for (const { kind, at: pattern } of patterns) {
    if (verbatim && kind === 'url') continue;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) return { kind, whole: found[0], inner: found[1] ?? found[0] };
  }
  return null;
}

function nodeOf({ kind, whole, inner }, depth, verbatim) {
  if (kind === 'angle') return angle(inner);
  if (kind === 'code') return { type: 'code', text: decode(inner) };
  if (kind === 'emoji') return { type: 'emoji', name: inner };
  if (kind === 'url') return { type: 'link', url: decode(whole), label: null };
  if (depth >= deepest) return { type: 'text', text: decode(whole) };
  return { type: 'style', style: kind, children: parseInline(inner, depth + 1, verbatim) };
}

function angle(inner) {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? null : decode(inner.slice(bar + 1));
  if (/^@[UWB][A-Z0-9]+$/.test(target)) return { type: 'user', id: target.slice(1) };
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return { type: 'channel', id: target.slice(1), label };
  const date = /^!date\^(\d{1,12})\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date !== null) {
    return {
      type: 'date',
      seconds: Number(date[1]),
      format: decode(date[2] ?? ''),
      link: date[3] ?? null,
      fallback: label ?? '',
    };
  }
  if (target.startsWith('!')) return { type: 'broadcast', name: label ?? target.slice(1).replace(/^subteam\^.*/, 'group') };
  return { type: 'link', url: decode(target), label };
}
