/** Text from the record as one harmless line, before any format sees it. */

/** Longer than any note people may type (10,000 characters): only what no surface lets in is cut. */
const textChars = 12_000;

/** Controls, direction marks, zero widths, half characters: a reader obeys them without seeing them. The two joiners stay. */
const obeyed = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** White space becomes a space, what a reader would obey becomes visible ("‹U+202E›"), what is far too long is cut with a remark. */
export function oneLine(text: string): string {
  const shown = text.length > textChars ? `${text.slice(0, textChars)}… (${text.length - textChars} more characters)` : text;
  return shown.replace(/[\s\u0085]+/g, ' ').replace(obeyed, visible);
}

function visible(char: string): string {
  return `‹U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}
