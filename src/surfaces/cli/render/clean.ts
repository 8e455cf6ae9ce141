// Controls (C0, C1, DEL), format characters (direction marks, tags, zero widths) and half characters: names and notes have no
// use for them, a terminal obeys them. The two joiners stay: scripts and emoji need them, and they move nothing.
const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
const harmless = new Set(['\u200c', '\u200d']);

/** Text from outside as one harmless line: white space becomes a space, whatever a terminal would obey becomes visible ("‹U+001B›"). */
export function clean(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(obeyed, visible);
}

/** The same for a whole document: line ends and tabs stay. */
export function cleanDocument(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(obeyed, (char) => (char === '\n' || char === '\t' ? char : visible(char)));
}

function visible(char: string): string {
  if (harmless.has(char)) return char;
  return `‹U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}
