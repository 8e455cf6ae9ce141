// C1 controls, line separators and direction marks mean something to a terminal and nothing to JSON's own escaping.
const dangerous = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One line of JSON that is also safe to look at: the same value, with invisible characters written as escapes. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value).replace(dangerous, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${text}\n`;
}
