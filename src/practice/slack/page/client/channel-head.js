/** Over the messages: which channel, what it is about, who is in it, what is pinned. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { linkNode, mrkdwnNodes, plainOf } from './inline.js';
import { openMenu } from './menu.js';
import { standing } from './names.js';
import { picture } from './picture.js';

const previewChars = 90;

/**
 * @param {{ snapshot: import('../protocol.ts').Snapshot, channel: import('../protocol.ts').PageChannel, names: import('./names.js').Names,
 *   showMessage(ts: string): void, tabs: Node | null, openPerson(id: string): void }} view
 */
export function channelHead({ snapshot, channel, names, showMessage, tabs, openPerson }) {
  const name = names.channelName(channel.id);
  const members = channel.members.map((id) => ({
    id,
    label: names.nameOf(id),
    hint: [`@${names.person(id)?.name ?? id}`, names.person(id) && standing(names.person(id))].filter(Boolean).join(' · '),
    before: picture(names.person(id)),
    run: () => openPerson(id),
  }));
  const mark =
    channel.kind === 'dm' && names.person(channel.with ?? '') !== undefined ? standing(names.person(channel.with ?? '')) : null;
  return [
    h(
      'div.head-main',
      null,
      h(
        'h1.head-name',
        { data: { testid: 'channel-title' } },
        channel.kind === 'dm'
          ? picture(names.person(channel.with ?? ''), 'small')
          : icon(channel.kind === 'private' ? 'lock' : 'hash'),
        h('span', null, name),
      ),
      mark !== null && h('span.tag', null, mark),
      channel.shared && h('span.tag.tag-warn', null, 'shared with another company'),
      channel.archived && h('span.tag', null, 'archived'),
      channel.topic !== '' && h('div.head-topic', { title: channel.topic }, mrkdwnNodes(channel.topic, names)),
      h('span.stretch'),
      channel.kind !== 'dm' &&
        h(
          'button.head-members',
          {
            type: 'button',
            'aria-haspopup': 'menu',
            'aria-label': `${channel.members.length} members`,
            data: { testid: 'members' },
            on: { click: (event) => openMenu(event.currentTarget, `In ${name}`, members) },
          },
          icon('people'),
          String(channel.members.length),
        ),
    ),
    tabs,
    bars(snapshot, channel, names, showMessage),
  ].filter(Boolean);
}

function bars(snapshot, channel, names, showMessage) {
  if (channel.pins.length === 0 && channel.bookmarks.length === 0) return null;
  const messages = snapshot.messages[channel.id] ?? [];
  const pins = channel.pins.map((ts) => {
    const message = messages.find((each) => each.ts === ts);
    const text = message === undefined ? 'A pinned message' : preview(message, names);
    return { id: ts, label: text, hint: message === undefined ? null : names.nameOf(message.user), run: () => showMessage(ts) };
  });
  const open = (event) => (pins.length === 1 ? showMessage(pins[0].id) : openMenu(event.currentTarget, 'Pinned', pins));
  return h(
    'div.head-bars',
    null,
    pins.length > 0 &&
      h(
        'button.bar-item',
        { type: 'button', data: { testid: 'pins' }, on: { click: open } },
        icon('pin'),
        h('span.bar-words', null, pins.length === 1 ? pins[0].label : `${pins.length} pinned`),
      ),
    channel.bookmarks.map(({ title, link }) =>
      h('span.bar-item', null, icon('link'), h('span.bar-words', null, linkNode(link, title))),
    ),
  );
}

function preview(message, names) {
  const text = plainOf(message.text, names);
  return text.length > previewChars ? `${text.slice(0, previewChars)}…` : text || 'Pinned message';
}
