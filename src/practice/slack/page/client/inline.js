/** Nodes for what stands inside a line: of mrkdwn, of rich text and of markdown alike. Text is set as text; only http(s) and mailto are links. */
import { h } from './dom.js';
import { emojiNode, textWithEmoji } from './emoji.js';
import { parseInline, parseMrkdwn } from './mrkdwn.js';
import { dateText, fullTime } from './times.js';

/** @typedef {import('./names.js').Names} Names */

/** The address as the browser reads it, or null for any but http, https and mailto. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return ['http:', 'https:', 'mailto:'].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link, or its text where it must not be one. */
export function linkNode(url, label) {
  const href = safeUrl(url);
  if (href === null) return document.createTextNode(label ?? url);
  return h(
    'a.link',
    { href, target: '_blank', rel: 'noopener noreferrer', title: label === null || label === url ? null : href },
    textWithEmoji(label ?? url),
  );
}

export function userNode(id, names) {
  return h(`span.mention${id === names.me ? '.mention-me' : ''}`, { data: { user: id } }, `@${names.nameOf(id)}`);
}

export function channelNode(id, label, names) {
  const known = names.channel(id);
  const text = `#${known === undefined ? (label ?? names.channelName(id)) : names.channelName(id)}`;
  if (known === undefined) return h('span.mention', null, text);
  return h('button.mention.mention-channel', { type: 'button', on: { click: () => names.openChannel(id) } }, text);
}

export const broadcastNode = (name) => h('span.mention.mention-me', null, `@${name}`);

export function dateNode({ seconds, format, link, fallback }) {
  const text = dateText(seconds, format) ?? fallback;
  if (link !== null && safeUrl(link) !== null) return linkNode(link, text);
  return h('time', { title: fullTime(String(seconds)) }, text);
}

const styleTags = { bold: 'strong', italic: 'em', strike: 's' };

/**
 * @param {import('./mrkdwn.js').Inline[]} inline
 * @param {Names} names
 * @returns {(Node | null)[]}
 */
export function inlineNodes(inline, names) {
  return inline.flatMap((part) => onePart(part, names));
}

function onePart(part, names) {
  switch (part.type) {
    case 'text':
      return textWithEmoji(part.text);
    case 'break':
      return [h('br')];
    case 'code':
      return [h('code', null, part.text)];
    case 'emoji':
      return [emojiNode(part.name) ?? document.createTextNode(`:${part.name}:`)];
    case 'style':
      return [h(styleTags[part.style], null, inlineNodes(part.children, names))];
    case 'link':
      return [linkNode(part.url, part.label)];
    case 'user':
      return [userNode(part.id, names)];
    case 'channel':
      return [channelNode(part.id, part.label, names)];
    case 'broadcast':
      return [broadcastNode(part.name)];
    default:
      return [dateNode(part)];
  }
}

/**
 * @param {string} text mrkdwn
 * @param {Names} names
 */
export function mrkdwnNodes(text, names, verbatim = false) {
  return parseMrkdwn(text, verbatim).map((piece) => {
    if (piece.type === 'pre') return h('pre', { tabIndex: 0 }, piece.text);
    const nodes = inlineNodes(piece.children, names);
    return piece.type === 'quote' ? h('blockquote', null, nodes) : h('div.lines', null, nodes);
  });
}

/** A text object of Block Kit: mrkdwn or plain text, in which only `:emoji:` is read. */
export function textObjectNodes(text, names) {
  if (text === null || text === undefined) return [];
  if (typeof text === 'string') return plainNodes(text);
  return text.type === 'mrkdwn'
    ? mrkdwnNodes(String(text.text ?? ''), names, text.verbatim === true)
    : plainNodes(String(text.text ?? ''));
}

/** Plain text keeps its line breaks; `:name:` becomes its emoji. */
export function plainNodes(text) {
  return text.split(/(:[a-z0-9_+-]{1,40}:)/).flatMap((piece, at) => {
    const emoji = at % 2 === 1 ? emojiNode(piece.slice(1, -1)) : null;
    return emoji === null ? textWithEmoji(piece) : [emoji];
  });
}

const sayings = {
  text: (part) => part.text,
  code: (part) => part.text,
  break: () => ' ',
  emoji: () => '',
  style: (part, names) => said(part.children, names),
  link: (part) => part.label ?? part.url,
  user: (part, names) => `@${names.nameOf(part.id)}`,
  channel: (part, names) => `#${names.channelName(part.id)}`,
  broadcast: (part) => `@${part.name}`,
  date: (part) => dateText(part.seconds, part.format) ?? part.fallback,
};

const said = (inline, names) => inline.map((part) => sayings[part.type](part, names)).join('');

/** What a screen reader or a preview says of a mrkdwn text. */
export const plainOf = (text, names) => said(parseInline(text.replaceAll('\n', ' ')), names).trim();
