/**
 * Text for Slack. What comes from outside (titles, names, provider answers, reasons) is shown and does nothing: no mention, link,
 * emoji, formatting or line of its own. https://docs.slack.dev/messaging/formatting-message-text
 */
import type { MrkdwnElement, PlainTextElement } from '@slack/types';

declare const safe: unique symbol;
/** Slack's markup that is ready to be sent. Only the functions of this file make it, so nothing from outside slips in unescaped. */
export type Mrkdwn = string & { readonly [safe]: true };

/** Slack's limits, in characters. A character beyond the basic plane is counted as two and an escaped one as written: the stricter count. */
export const slackLimits = {
  section: 3_000,
  header: 150,
  button: 75,
  value: 2_000,
  context: 2_000,
  blocks: 50,
  actions: 25,
  options: 100,
  optionText: 75,
  label: 2_000,
  hint: 2_000,
  placeholder: 150,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  modalTitle: 24,
  metadata: 3_000,
  /** Our own, far below Slack's 40,000: it is what a phone shows when it rings. */
  notification: 1_500,
} as const;

/** How much of one name, title or answer is shown where nothing else is said: enough to know it by. */
export const usualChars = 300;

const ellipsis = '…';

/** Controls, direction marks, zero widths and half characters: they move or hide what stands beside them. */
const moving = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u2800\u3164\uffa0]/gu;
const joiners = new Set(['\u200c', '\u200d']);

function visible(char: string): string {
  if (joiners.has(char)) return char;
  return `‹U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** One line in which nothing is hidden. */
const oneLine = (text: string) => text.replace(/[\r\n\t\u2028\u2029]+/g, ' ').replace(moving, visible);
/** The same with its line ends. */
const manyLines = (text: string) =>
  text.replace(/\r\n?/g, '\n').replace(moving, (char) => (char === '\n' || char === '\t' ? char : visible(char)));

/** At most `max` characters, never half a character; what was cut off shows as "…". */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const char of text) {
    if (kept.length + char.length > max - ellipsis.length) break;
    kept += char;
  }
  return max < ellipsis.length ? '' : kept + ellipsis;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeEntities = (text: string) => text.replace(/[&<>]/g, (char) => entities[char] ?? '');

/** Looks the same and is no markup. */
const lookAlikes: Record<string, string> = { '`': 'ˋ', '*': '∗', '~': '∼' };
/** Between the colons of ":smile:" a joiner of no width: it stays what was written. */
const emojiName = /:(?=[^:]*[a-z])([a-z0-9_+'-]+):/g;

/** Text from outside as one line that says what was written and does nothing. At most `max` characters before escaping. */
export function escapeText(text: string, max: number = usualChars): Mrkdwn {
  const line = oneLine(text)
    .replace(/[`*~]/g, (char) => lookAlikes[char] ?? '')
    .replace(/(^|\s)_/g, '$1\u2060_')
    .replace(emojiName, ':\u2060$1:');
  return escapeEntities(cut(line, max)) as Mrkdwn;
}

/** Text from outside as code on one line; a back tick in it, which Slack cannot show there, is shown by its look-alike. */
export function code(text: string, max: number = usualChars): Mrkdwn {
  const line = cut(oneLine(text).replaceAll('`', 'ˋ').trim(), max);
  return (line === '' ? '' : `\`${escapeEntities(line)}\``) as Mrkdwn;
}

/** Text from outside as a block of code that can be copied, at most `max` characters with its fences. */
export function codeBlock(text: string, max: number = 2_000): Mrkdwn {
  const fences = 8;
  // Three back ticks would end the block; with a joiner of no width between them they do not.
  const lines = manyLines(text.trim()).replace(/``(?=`)/g, '``\u2060');
  return `\`\`\`\n${cutEscaped(escapeEntities(lines), max - fences)}\n\`\`\`` as Mrkdwn;
}

/** Escaped text cut between characters and never inside an entity. */
function cutEscaped(text: string, max: number): string {
  return text.length <= max ? text : cut(text, max).replace(/&[a-z]{0,3}…$/, ellipsis);
}

/** Our own words, with escaped text put in. A bare string cannot be put in: that is the point. */
export function md(words: TemplateStringsArray, ...values: (Mrkdwn | number)[]): Mrkdwn {
  return words.reduce((text, word, index) => `${text}${word}${values[index] ?? ''}`, '') as Mrkdwn;
}

export const joined = (parts: readonly Mrkdwn[], between: Mrkdwn): Mrkdwn => parts.join(between) as Mrkdwn;
export const lines = (parts: readonly Mrkdwn[]): Mrkdwn => joined(parts, md`\n`);
export const bold = (text: Mrkdwn): Mrkdwn => md`*${text}*`;
export const nothing: Mrkdwn = md``;

/** Slack's own token for a person; anything else that is given as one is only text. */
export function mentionText(mention: string): Mrkdwn {
  return /^<@[UW][A-Z0-9]{1,30}>$/.test(mention) ? (mention as Mrkdwn) : escapeText(mention, 80);
}

/** A link to a message or page of ours; just its label where the address is not a plain one. */
export function linkTo(url: string, label: Mrkdwn): Mrkdwn {
  return /^https?:\/\/[^\s<>|"`]{1,1000}$/.test(url)
    ? (`<${url.replaceAll('&', '&amp;')}|${label.replaceAll('|', '¦')}>` as Mrkdwn)
    : label;
}

/** Slack's token for an instant, which each reader sees in their own time; `format` and `fallback` are our own words. */
export function dateToken(at: Date, format: string, fallback: string): Mrkdwn {
  return `<!date^${Math.floor(at.getTime() / 1_000)}^${format}|${fallback}>` as Mrkdwn;
}

/** A text object without markup: neither emoji names nor links are read in it. Slack refuses an empty one. */
export function plain(text: string, max: number): PlainTextElement {
  const line = cut(oneLine(text).trim(), max);
  return { type: 'plain_text', text: line === '' ? '–' : line, emoji: false };
}

/** A text object with our markup. `verbatim`: bare addresses and @names in it stay text. */
export function mrkdwn(text: Mrkdwn, max: number = slackLimits.section): MrkdwnElement {
  const cutText = cutMrkdwn(text, max);
  return { type: 'mrkdwn', text: cutText === '' ? '–' : cutText, verbatim: true };
}

/** What may not be cut in two: tokens, entities, code, a character. */
const piece = /```[\s\S]*?```|`[^`\n]*`|<[^<>\n]*>|&(?:amp|lt|gt);|[\s\S]/gu;

/** Markup of at most `max` characters, cut between its pieces. */
export function cutMrkdwn(text: Mrkdwn, max: number): Mrkdwn {
  if (text.length <= max) return text;
  let kept = '';
  for (const [part] of text.matchAll(piece)) {
    if (kept.length + part.length > max - ellipsis.length) break;
    kept += part;
  }
  return `${kept}${ellipsis}` as Mrkdwn;
}

/** A sign of ours: one Unicode character. */
export const signText = (sign: string): Mrkdwn => escapeText(sign, 2);
