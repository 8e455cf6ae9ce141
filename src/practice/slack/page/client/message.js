/** One message: who, when, what, and what can be done with it. */
import { blockNodes } from './blocks/blocks.js';
import { h } from './dom.js';
import { emojiNode } from './emoji.js';
import { icon } from './icons.js';
import { mrkdwnNodes } from './inline.js';
import { standing } from './names.js';
import { picture } from './picture.js';
import { clock, fullTime } from './times.js';

/**
 * @param {import('../protocol.ts').PageMessage} message
 * @param {{ stand: import('./blocks/blocks.js').Stand, grouped: boolean, pinned: boolean, inThread: boolean,
 *   openThread(): void, openActions(anchor: HTMLElement): void, lastReply: string | null, repliers: string[] }} view
 */
export function messageNode(message, view) {
  const { stand } = view;
  const { names } = stand;
  const person = names.person(message.user);
  const mentioned = message.text.includes(`<@${names.me}>`);
  const looks = [view.grouped && 'grouped', message.onlyMe && 'only-me', mentioned && 'mentions-me', view.pinned && 'pinned'];
  return h(
    'article.message',
    {
      class: looks.filter(Boolean).join(' '),
      tabIndex: -1,
      'aria-label': `${names.nameOf(message.user)}, ${clock(message.ts)}`,
      data: { testid: `message-${message.ts}`, user: message.user },
    },
    h(
      'div.gutter',
      null,
      view.grouped ? h('span.small-time', { 'aria-hidden': 'true' }, clock(message.ts)) : picture(person, 'large'),
    ),
    h(
      'div.message-main',
      null,
      notes(message, view),
      view.grouped ? null : headLine(message, person, names),
      h('div.message-body', null, body(message, stand)),
      message.edited && h('span.edited', null, '(edited)'),
      message.files.map(fileNode),
      message.reactions.length > 0 && h('div.reactions', null, message.reactions.map(reaction)),
      !view.inThread && message.replies > 0 && repliesButton(message, view, names),
    ),
    tools(message, view),
  );
}

const notes = (message, view) => [
  message.onlyMe && h('div.note', null, icon('eye'), 'Only visible to you'),
  view.pinned && h('div.note.note-pin', null, icon('pin'), 'Pinned'),
];

function headLine(message, person, names) {
  const mark = person === undefined ? null : standing(person);
  return h(
    'div.head-line',
    null,
    h('span.author', null, names.nameOf(message.user)),
    mark !== null && h('span.tag', null, mark),
    h('time.time', { title: fullTime(message.ts) }, clock(message.ts)),
  );
}

function body(message, stand) {
  if (message.blocks.length > 0) return blockNodes(message.blocks, stand);
  return mrkdwnNodes(message.text, stand.names);
}

const kib = 1_024;
const sizeText = (bytes) =>
  bytes < kib ? `${bytes} bytes` : bytes < kib * kib ? `${Math.round(bytes / kib)} KB` : `${(bytes / kib / kib).toFixed(1)} MB`;

function fileNode(file) {
  const own = URL.canParse(file.url, location.href) && new URL(file.url, location.href).origin === location.origin;
  return h(
    own ? 'a.file' : 'div.file',
    own ? { href: file.url, download: file.name, data: { testid: `file-${file.id}` } } : null,
    icon('file'),
    h(
      'span.file-words',
      null,
      h('span.file-title', null, file.title || file.name),
      h('span.quiet', null, `${file.name} · ${sizeText(file.size)}`),
    ),
  );
}

const reaction = ({ name, count }) => h('span.reaction', { title: name }, emojiNode(name) ?? `:${name}:`, ` ${count}`);

function repliesButton(message, view, names) {
  const words = message.replies === 1 ? '1 reply' : `${message.replies} replies`;
  return h(
    'button.replies',
    { type: 'button', data: { testid: `replies-${message.ts}` }, on: { click: view.openThread } },
    view.repliers.slice(0, 3).map((id) => picture(names.person(id), 'small')),
    h('span.replies-count', null, words),
    view.lastReply !== null && h('span.quiet', null, `Last at ${clock(view.lastReply)}`),
  );
}

function tools(message, view) {
  const reply = h(
    'button.icon-button.tool-reply',
    {
      type: 'button',
      'aria-label': 'Reply in thread',
      title: 'Reply in thread',
      data: { testid: `reply-${message.ts}` },
      on: { click: view.openThread },
    },
    icon('reply'),
  );
  const more = h(
    'button.icon-button',
    {
      type: 'button',
      'aria-label': 'More for this message',
      'aria-haspopup': 'menu',
      title: 'More',
      data: { testid: `more-${message.ts}` },
      on: { click: (event) => view.openActions(event.currentTarget) },
    },
    icon('more'),
  );
  return h('div.tools', null, !view.inThread && !message.onlyMe && reply, more);
}
