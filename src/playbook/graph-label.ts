/** Text inside a Mermaid drawing. Whatever people wrote is shown as it stands: it opens no tag, link, directive or formula. */

export type LabelPart = string | { bold: string };

/** A quoted label of lines, each of several parts. */
export function label(...lines: readonly (readonly LabelPart[])[]): string {
  return `"${lines.map((parts) => parts.map(part).join('')).join('<br/>')}"`;
}

const part = (text: LabelPart): string => (typeof text === 'string' ? plain(text) : `<b>${plain(text.bold)}</b>`);

/** What would be obeyed on a screen: control characters, and those that change the direction of what follows. */
const obeyed = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]+/gu;

/** Two dollars begin a formula, also as numbers. */
const formula = /\$(?=\$)/g;

/**
 * Mermaid reads quotes, tags, Markdown, formulas and its own directives inside a label, and numbers between # and ; as
 * characters. So all of ASCII that is not a letter, a digit or harmless is written as its number.
 */
function plain(text: string): string {
  const apart = text.replaceAll(obeyed, ' ').replaceAll(formula, '$ ');
  return apart.replaceAll(/[!-~]/g, (sign) => (harmless.test(sign) ? sign : `#${sign.charCodeAt(0)};`));
}

const harmless = /[A-Za-z0-9.,:()?'/-]/;
