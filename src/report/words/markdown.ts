/**
 * Text from the record as Markdown that cannot break out of its place. The rules hold as long as such text never stands
 * at the beginning of a line: there a "#" or "-" would mean something.
 */

/** Longer than any note people may type (10,000 characters): only what no surface lets in is cut. */
const textChars = 12_000;

/** Controls, direction marks, zero widths, half characters: a reader obeys them without seeing them. The two joiners stay. */
const obeyed = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** What Markdown or HTML would read as its own. An underscore means something only at the edge of a word. */
const meant = /[\\`*[\]|~$<]|&(?=[#\w])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;

export const purged = '*[purged]*';
export const none = '–';

/** Human text for a sentence, a heading or a table cell. `undefined`: it was purged; `null`: nothing was said. */
export function prose(text: string | null | undefined): string {
  if (text === undefined) return purged;
  if (text === null) return none;
  const line = oneLine(text);
  return line === '' ? '(empty)' : line.replace(meant, (char) => (char === '<' ? '&lt;' : `\\${char}`));
}

/** The same in quotation marks, where it was said or written by somebody. */
export function quoted(text: string | null | undefined): string {
  return typeof text === 'string' ? `"${prose(text)}"` : prose(text);
}

/** A command or hash, letter by letter. Not for table cells: a pipe inside would end the cell. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '(empty)';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A sentence ends once, whoever wrote its last words. */
export function sentence(text: string): string {
  return /[.!?…]["”]?$/.test(text) ? text : `${text}.`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** Cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

function oneLine(text: string): string {
  const shown = text.length > textChars ? `${text.slice(0, textChars)}… (${text.length - textChars} more characters)` : text;
  return shown
    .replace(/[\s\u0085]+/g, ' ')
    .replace(obeyed, visible)
    .trim();
}

function visible(char: string): string {
  return `‹U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}
