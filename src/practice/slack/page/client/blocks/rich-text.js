/** The `rich_text` block. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import { h } from '../dom.js';
import { emojiNode, textWithEmoji } from '../emoji.js';
import { broadcastNode, channelNode, dateNode, linkNode, userNode } from '../inline.js';

const deepest = 9;

/** @param {any} block @param {import('../names.js').Names} names */
export function richTextNodes(block, names) {
  return (block.elements ?? []).map((part) => richPart(part, names));
}

function richPart(part, names) {
  const inside = () => (part.elements ?? []).flatMap((each) => richInline(each, names));
  switch (part.type) {
    case 'rich_text_list': {
      const items = (part.elements ?? []).map((each) => h('li', null, richPart(each, names)));
      const depth = Math.min(Number(part.indent ?? 0) || 0, deepest);
      const style = { '--indent': String(depth) };
      return part.style === 'ordered'
        ? h('ol', { style, start: (Number(part.offset) || 0) + 1 }, items)
        : h('ul', { style }, items);
    }
    case 'rich_text_quote':
      return h('blockquote', null, inside());
    case 'rich_text_preformatted':
      return h('pre', { tabIndex: 0 }, inside());
    default:
      return h('div.lines', null, inside());
  }
}

function richInline(each, names) {
  return wrapped(plainInline(each, names), each.style ?? {});
}

function plainInline(each, names) {
  switch (each.type) {
    case 'link':
      return [linkNode(String(each.url ?? ''), each.text === undefined ? null : String(each.text))];
    case 'user':
      return [userNode(String(each.user_id), names)];
    case 'channel':
      return [channelNode(String(each.channel_id), null, names)];
    case 'usergroup':
      return [broadcastNode('group')];
    case 'broadcast':
      return [broadcastNode(String(each.range))];
    case 'emoji':
      return [emojiNode(String(each.name)) ?? `:${String(each.name)}:`];
    case 'date':
      return [
        dateNode({
          seconds: Number(each.timestamp),
          format: String(each.format ?? ''),
          link: each.url ?? null,
          fallback: String(each.fallback ?? ''),
        }),
      ];
    case 'color':
      return [h('code', null, String(each.value))];
    default:
      return textWithEmoji(String(each.text ?? ''));
  }
}

const tags = { code: 'code', strike: 's', italic: 'em', bold: 'strong', underline: 'u' };

function wrapped(nodes, style) {
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] === true ? [h(tag, null, inner)] : inner), nodes);
}
