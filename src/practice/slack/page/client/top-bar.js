/** The bar over everything: PRACTICE, which workspace it is, and whom one plays. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { standing } from './names.js';
import { picture } from './picture.js';
import { region } from './region.js';

/** @param {{ toggleDrawer(): void, become(person: string): void }} parts */
export function createTopBar({ toggleDrawer, become }) {
  const node = h('header.top-bar');
  const draw = region(node);
  return {
    node,
    /** @param {import('../protocol.ts').Snapshot} snapshot @param {'open' | 'lost'} connection */
    update(snapshot, connection) {
      const mentions = snapshot.channels.reduce((sum, channel) => sum + channel.mentions, 0);
      const unread = snapshot.channels.some((channel) => channel.unread > 0);
      draw([snapshot.team, snapshot.me, snapshot.people, mentions, unread, connection], () => [
        drawerButton(mentions, unread, toggleDrawer),
        h('span.badge-practice', { title: 'Nothing here is real: no company, no leak, no Slack' }, 'PRACTICE'),
        h('span.team', null, snapshot.team.name),
        connection === 'lost' && h('span.lost', { role: 'status' }, 'Connection lost: trying again'),
        h('span.stretch'),
        switcher(snapshot, become),
      ]);
    },
  };
}

function drawerButton(mentions, unread, toggleDrawer) {
  const label = mentions > 0 ? `Channels: ${mentions} for you` : 'Channels';
  return h(
    'button.icon-button.drawer-button',
    { type: 'button', 'aria-label': label, data: { testid: 'drawer-button' }, on: { click: toggleDrawer } },
    icon('menu'),
    mentions > 0 ? h('span.badge', null, String(mentions)) : unread ? h('span.dot') : null,
  );
}

function switcher(snapshot, become) {
  const me = snapshot.people.find(({ id }) => id === snapshot.me);
  const items = snapshot.people
    .filter((person) => !person.bot)
    .map((person) => ({
      id: person.id,
      label: person.realName || person.name,
      hint: [`@${person.name}`, standing(person)].filter(Boolean).join(' · '),
      before: picture(person),
      current: person.id === snapshot.me,
      testid: `person-${person.id}`,
      run: () => become(person.id),
    }));
  const mark = me === undefined ? null : standing(me);
  return h(
    'button.switcher',
    {
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-label': `You are ${me?.realName ?? 'nobody'}. Become somebody else`,
      data: { testid: 'people-switcher' },
      on: { click: (event) => openMenu(event.currentTarget, 'You are… (click to be somebody else)', items) },
    },
    h('span.switcher-label', null, 'You are'),
    picture(me, 'small'),
    h('span.switcher-name', null, me?.realName || me?.name || snapshot.me),
    mark !== null && h('span.tag', null, mark),
    icon('down'),
  );
}
