/** A report as Markdown. Everything that is text is escaped: it is shown, and does nothing. */
import type { Block, Fact, ReportDocument } from '../document/block.ts';
import type { Inline, Rich } from '../document/rich.ts';
import { textDrawing } from './text-drawing.ts';

/** What Markdown or HTML would read as its own. An underscore means something only at the edge of a word. */
const meant = /[\\`*[\]|~$<]|&(?=[#\w]|$)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

/** What would make a line something else than a line, at its beginning. */
const meantInFront = /^(?:[#>+=-]|\d+(?=[.)]))/;

/** Ends with a line end. */
export function toMarkdown({ title, banners, verdict, state, sections }: ReportDocument): string {
  const above = banners.flatMap((banner) => [`> ${inline(banner)}`, '']);
  const lines = [
    `# ${inline(title)}`,
    '',
    ...above,
    `**${inline(verdict.text)}.** ${inline(state)}`,
    '',
    ...sections.flatMap((section, index) => [
      `## ${index + 1}. ${section.title}`,
      '',
      ...section.blocks.flatMap((block) => [...blockLines(block), '']),
    ]),
    ...above,
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function blockLines(block: Block): string[] {
  switch (block.type) {
    case 'heading':
      return [`### ${inline(block.text)}`];
    case 'paragraph':
      return [block.mark === 'todo' ? `**TODO:** ${inline(block.text)}` : line(block.text)];
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${line(item)}`);
    case 'facts':
      return block.facts.flatMap(factLines);
    case 'table':
      return [row(block.head), row(block.head.map(() => '---')), ...block.rows.map((cells) => row(cells.map(inline)))];
    case 'drawing':
      return ['```text', ...textDrawing(block.drawing), '```'];
  }
}

function factLines({ name, lines: [first, ...others] }: Fact): string[] {
  return [`- **${name}:** ${first === undefined ? '' : inline(first)}`, ...others.map((other) => `  - ${line(other)}`)];
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** What stands at the beginning of a line. */
function line(rich: Rich): string {
  return inline(rich).replace(meantInFront, (found) => (/\d/.test(found) ? `${found}\\` : `\\${found}`));
}

function inline(rich: Rich): string {
  return rich.map(one).join('');
}

function one(part: Inline): string {
  switch (part.type) {
    case 'text':
      return escaped(part.text);
    case 'code':
      return codeSpan(part.text);
    case 'strong':
      return `**${inline(part.of)}**`;
    case 'gone':
      return '*[purged]*';
  }
}

function escaped(text: string): string {
  return text.replace(meant, (char) => (char === '<' ? '&lt;' : `\\${char}`));
}

/** Letter by letter. A pipe would end the table cell that it stands in, so there it is written as an escape that a cell reads back. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}
