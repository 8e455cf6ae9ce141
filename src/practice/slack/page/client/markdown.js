/** The `markdown` block: a safe part of Markdown. What is not known stays as it is written; HTML in it is text. */
import { h } from './dom.js';
import { textWithEmoji } from './emoji.js';
import { linkNode } from './inline.js';

/** @param {string} text */
export function markdownNodes(text) {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const nodes = [];
  while (lines.length > 0) {
    for (const read of readers) {
      const node = lines.length === 0 ? null : read(lines);
      if (node === null) continue;
      nodes.push(node);
      break;
    }
  }
  return nodes.filter((node) => node !== blank);
}

/** Stands for an empty line. */
const blank = Symbol('blank');

/** Each takes what it knows from the beginning of the lines, or gives null and takes nothing; the last one always takes a line. */
const readers = [blankLine, fence, heading, rule, quote, list, table, paragraph];

function blankLine(lines) {
  if (lines[0].trim() !== '') return null;
  lines.shift();
  return blank;
}

function fence(lines) {
  if (!lines[0].startsWith('```')) return null;
  lines.shift();
  const end = lines.findIndex((line) => line.startsWith('```'));
  const inside = lines.splice(0, end === -1 ? lines.length : end);
  lines.shift();
  return h('pre', { tabIndex: 0 }, inside.join('\n'));
}

function heading(lines) {
  const found = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[0]);
  if (found === null) return null;
  lines.shift();
  return h(
    `p.md-heading.md-heading-${Math.min(3, found[1].length)}`,
    { role: 'heading', 'aria-level': found[1].length },
    spans(found[2]),
  );
}

function rule(lines) {
  if (!/^\s*([-*_])(\s*\1){2,}\s*$/.test(lines[0])) return null;
  lines.shift();
  return h('hr');
}

function takeWhile(lines, test) {
  const end = lines.findIndex((line) => !test(line));
  return lines.splice(0, end === -1 ? lines.length : end);
}

function quote(lines) {
  const taken = takeWhile(lines, (line) => line.startsWith('>'));
  return taken.length === 0 ? null : h('blockquote', null, broken(taken.map((line) => line.replace(/^>\s?/, ''))));
}

const bullet = /^\s*(?:[-*+]|(\d{1,6})[.)])\s+(.*)$/;

function list(lines) {
  const first = bullet.exec(lines[0]);
  if (first === null) return null;
  const taken = takeWhile(lines, (line) => bullet.test(line));
  const items = taken.map((line) =>
    h('li', { class: /^\s{2,}/.test(line) ? 'md-deeper' : null }, spans(bullet.exec(line)?.[2] ?? '')),
  );
  return first[1] === undefined ? h('ul', null, items) : h('ol', { start: first[1] }, items);
}

const cellsOf = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function table(lines) {
  if (!lines[0].includes('|') || !/^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/.test(lines[1] ?? '')) return null;
  const [head, , ...rows] = takeWhile(lines, (line) => line.includes('|'));
  const row = (line, tag) =>
    h(
      'tr',
      null,
      cellsOf(line).map((cell) => h(tag, null, spans(cell))),
    );
  return h(
    'div.table-scroll',
    { tabIndex: 0 },
    h(
      'table',
      null,
      h('thead', null, row(head, 'th')),
      h(
        'tbody',
        null,
        rows.map((line) => row(line, 'td')),
      ),
    ),
  );
}

function paragraph(lines) {
  const taken = [lines.shift()];
  while (lines.length > 0 && lines[0].trim() !== '' && !/^(```|#{1,6}\s|>)/.test(lines[0]) && !bullet.test(lines[0]))
    taken.push(lines.shift());
  return h('p', null, broken(taken));
}

const broken = (lines) => lines.flatMap((line, at) => (at === 0 ? spans(line) : [h('br'), ...spans(line)]));

const span =
  /(`[^`]+`|\*\*(?=\S).+?\S?\*\*|__(?=\S).+?\S?__|~~.+?~~|\*(?=\S)[^*]+\*|(?<!\w)_(?=\S)[^_]+_(?!\w)|\[[^\]]+\]\([^\s)]+\)|\\[\\`*_{}[\]()#+\-.!~|>])/;

function spans(text) {
  return text.split(span).flatMap((piece, at) => (at % 2 === 1 ? [styled(piece)] : textWithEmoji(piece)));
}

function styled(piece) {
  if (piece.startsWith('\\')) return piece.slice(1);
  if (piece.startsWith('`')) return h('code', null, piece.slice(1, -1));
  if (piece.startsWith('**') || piece.startsWith('__')) return h('strong', null, spans(piece.slice(2, -2)));
  if (piece.startsWith('~~')) return h('s', null, spans(piece.slice(2, -2)));
  const link = /^\[([^\]]+)\]\(([^\s)]+)\)$/.exec(piece);
  return link === null ? h('em', null, spans(piece.slice(1, -1))) : linkNode(link[2], link[1]);
}
