/** Everything that is on the page, and which of it a snapshot shows. */
import { createAnnouncer } from './announcer.js';
import { createAside } from './aside.js';
import { createChannel } from './channel.js';
import { h } from './dom.js';
import { appTabs, createHome } from './home.js';
import { createMessageActs } from './message-acts.js';
import { createModal } from './modal.js';
import { namesOf } from './names.js';
import { createSidebar } from './sidebar.js';
import { createThread } from './thread.js';
import { createTopBar } from './top-bar.js';

/**
 * @param {HTMLElement} root
 * @param {{ me(): string, snapshot(): import('../protocol.ts').Snapshot | null, send(act: any): Promise<import('../protocol.ts').Done>,
 *   post(act: any): Promise<import('../protocol.ts').Done>, pending: ReturnType<typeof import('./pending.js').createPending>, toasts: { node: Node },
 *   go(place: import('./place.js').Place): void, openThread(channel: string, ts: string): void, closeThread(): void, openPerson(id: string): void,
 *   become(person: string): void }} parts
 */
export function createWorkspaceView(root, parts) {
  const { me, send, go, toasts } = parts;
  const tabs = (active) =>
    appTabs(active, (tab) => (tab === 'home' ? go({ at: 'home' }) : parts.openPerson(parts.snapshot()?.app.user ?? '')));
  const acts = createMessageActs(parts);
  const topBar = createTopBar({ toggleDrawer: () => drawer(!root.classList.contains('drawer-open')), become: parts.become });
  const sidebar = createSidebar({
    go,
    openShortcut: (callbackId) => void send({ as: me(), act: 'shortcut', callbackId, message: null }),
  });
  const channel = createChannel({ ...parts, acts, tabs });
  const home = createHome({ ...parts, tabs });
  const thread = createThread({ acts, send, me, close: parts.closeThread });
  const modal = createModal(parts);
  const aside = createAside({ press: (button) => void send({ as: me(), act: 'aside', button }) });
  const announcer = createAnnouncer();
  const starting = h('div.starting', { role: 'status', hidden: true, data: { testid: 'starting' } });
  const veil = h('div.veil', { on: { click: () => drawer(false) } });
  const main = h('main.main', null, channel.node, home.node);
  root.replaceChildren(
    topBar.node,
    starting,
    h('div.desk', null, sidebar.node, veil, main, thread.node, aside.node),
    modal.node,
    toasts.node,
    announcer.node,
  );
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && root.classList.contains('drawer-open')) drawer(false);
  });
  function drawer(open) {
    root.classList.toggle('drawer-open', open);
    if (open) sidebar.node.querySelector('button')?.focus();
  }
  /** Messages of the channel, the thread beside it, or the app's home. */
  function showPlace(snapshot, place, names) {
    const here = place?.at === 'channel' ? snapshot.channels.find(({ id }) => id === place.channel) : undefined;
    const context = [snapshot.people, snapshot.channels.map(({ id, name }) => [id, name])];
    const ts = here === undefined ? null : place.thread;
    channel.node.hidden = here === undefined;
    home.node.hidden = place?.at !== 'home';
    root.classList.toggle('thread-open', ts !== null);
    if (here !== undefined) channel.update({ snapshot, names, channel: here, context });
    if (place?.at === 'home') home.update(snapshot, names, context);
    thread.update(ts === null ? null : { snapshot, names, channel: here.id, ts, context });
    announcer.update(snapshot, names, here?.id ?? null);
  }
  function showStarting(line) {
    starting.hidden = line === null;
    if (starting.textContent !== (line ?? '')) starting.textContent = line ?? '';
  }
  return {
    drawer,
    focusChannel: channel.focus,
    focusThread: thread.focus,
    /** @param {import('../protocol.ts').Snapshot} snapshot @param {import('./place.js').Place | null} place @param {'open' | 'lost'} connection */
    update(snapshot, place, connection) {
      const names = namesOf(snapshot, (id) => go({ at: 'channel', channel: id, thread: null }));
      topBar.update(snapshot, connection);
      sidebar.update(snapshot, names, place);
      showPlace(snapshot, place, names);
      modal.update(snapshot.modals, names);
      aside.update(snapshot.aside);
      showStarting(snapshot.aside?.starting ?? null);
      document.title = titleOf(snapshot, place, names);
    },
  };
}

function titleOf(snapshot, place, names) {
  const mentions = snapshot.channels.reduce((sum, channel) => sum + channel.mentions, 0);
  const where = place?.at === 'channel' ? names.channelName(place.channel) : snapshot.app.name;
  return `${mentions > 0 ? `(${mentions}) ` : ''}${where} · ${snapshot.team.name} · practice`;
}
