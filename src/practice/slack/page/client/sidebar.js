/** Channels, direct messages and the app. What is unread is bold, what mentions this person has a number. */
import { h, unseen } from './dom.js';
import { icon } from './icons.js';
import { standing } from './names.js';
import { picture } from './picture.js';
import { region } from './region.js';

/** @param {{ go(place: import('./place.js').Place): void, openShortcut(callbackId: string): void }} parts */
export function createSidebar({ go, openShortcut }) {
  const node = h('nav.sidebar', { 'aria-label': 'Channels', data: { testid: 'sidebar' } });
  const draw = region(node);
  return {
    node,
    /** @param {import('../protocol.ts').Snapshot} snapshot @param {import('./names.js').Names} names @param {import('./place.js').Place | null} place */
    update(snapshot, names, place) {
      const here = place?.at === 'channel' ? place.channel : null;
      const appDm = snapshot.channels.find((channel) => channel.kind === 'dm' && channel.with === snapshot.app.user);
      const rows = snapshot.channels.filter((channel) => !channel.archived || channel.id === here);
      const shown = rows.map(({ pins: _pins, topic: _topic, members: _members, bookmarks: _bookmarks, ...row }) => row);
      draw([shown, snapshot.app, snapshot.shortcuts, snapshot.people, place], () => {
        const link = (channel) => channelRow(channel, names, here, go);
        const direct = rows.filter((channel) => channel.kind === 'dm' && channel !== appDm);
        return [
          group(
            'Channels',
            rows
              .filter((channel) => channel.kind !== 'dm')
              .sort(byName)
              .map(link),
          ),
          direct.length > 0 && group('Direct messages', direct.map(link)),
          group('Apps', [appRow(snapshot, appDm, place, go), ...globalShortcuts(snapshot, openShortcut)]),
        ].filter(Boolean);
      });
    },
  };
}

const byName = (a, b) => a.name.localeCompare(b.name);
const group = (title, rows) =>
  h(
    'section.side-group',
    null,
    h('h2', null, title),
    h(
      'ul',
      null,
      rows.map((row) => h('li', null, row)),
    ),
  );

function channelRow(channel, names, here, go) {
  const person = channel.kind === 'dm' ? names.person(channel.with ?? '') : undefined;
  const name = channel.kind === 'dm' ? names.channelName(channel.id) : channel.name;
  const mark = person === undefined ? null : standing(person);
  return h(
    'button.side-row',
    {
      type: 'button',
      class: channel.unread > 0 ? 'unread' : null,
      'aria-current': channel.id === here ? 'page' : null,
      data: { testid: channel.kind === 'dm' ? `channel-dm-${channel.with}` : `channel-${channel.name}` },
      on: { click: () => go({ at: 'channel', channel: channel.id, thread: null }) },
    },
    channel.kind === 'dm' ? picture(person, 'small') : icon(channel.kind === 'private' ? 'lock' : 'hash'),
    h('span.side-name', null, name),
    mark !== null && h('span.tag', null, mark),
    channel.shared && h('span.tag', null, 'shared'),
    badges(channel),
  );
}

const badges = (channel) => [
  channel.unread > 0 && unseen(', unread'),
  channel.mentions > 0 &&
    h('span.badge', { data: { testid: `badge-${channel.id}` } }, String(channel.mentions), unseen(' for you')),
];

function appRow(snapshot, appDm, place, go) {
  const here = place?.at === 'home' || (place?.at === 'channel' && place.channel === appDm?.id);
  return h(
    'button.side-row',
    {
      type: 'button',
      class: (appDm?.unread ?? 0) > 0 ? 'unread' : null,
      'aria-current': here ? 'page' : null,
      data: { testid: 'app-home' },
      on: { click: () => go((appDm?.unread ?? 0) > 0 ? { at: 'channel', channel: appDm.id, thread: null } : { at: 'home' }) },
    },
    picture(
      snapshot.people.find(({ id }) => id === snapshot.app.user),
      'small',
    ),
    h('span.side-name', null, snapshot.app.name),
    h(`span.state-dot${snapshot.app.connected ? '.on' : ''}`, {
      title: snapshot.app.connected ? 'Connected' : 'Nothing answers for it yet',
    }),
    appDm === undefined ? null : badges(appDm),
  );
}

const globalShortcuts = (snapshot, openShortcut) =>
  snapshot.shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ name, callbackId }) =>
      h(
        'button.side-row.side-shortcut',
        { type: 'button', data: { testid: `shortcut-${callbackId}` }, on: { click: () => openShortcut(callbackId) } },
        icon('bolt'),
        h('span.side-name', null, name),
      ),
    );
