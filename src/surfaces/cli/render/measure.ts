const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

// East Asian wide and full-width ranges, and emoji: two columns each.
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;

/** Columns that unpainted text takes in a terminal. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** Fills up with spaces; longer text stays as it is. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** Cuts at `columns`, with "…" in place of what is missing. */
export function cutTo(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  return `${fitting(text, columns - 1)}…`;
}

/** The longest beginning that fits. */
function fitting(text: string, columns: number): string {
  let taken = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += wide.test(segment) ? 2 : 1;
    if (used > columns) break;
    taken += segment;
  }
  return taken;
}

/** Breaks at spaces into lines of at most `columns`; a longer word is broken where it must. Never empty. */
export function wrap(text: string, columns: number): string[] {
  const room = Math.max(columns, 8);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, room))) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columnsOf(joined) <= room) {
      line = joined;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, columns: number): string[] {
  const parts: string[] = [];
  let rest = word;
  while (columnsOf(rest) > columns) {
    const part = fitting(rest, columns);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}

/** Wraps `text` behind a first label; further lines stand under the text. */
export function hang(label: string, text: string, columns: number): string[] {
  const indent = ' '.repeat(columnsOf(label));
  return wrap(text, columns - indent.length).map((line, index) => (index === 0 ? label : indent) + line);
}
