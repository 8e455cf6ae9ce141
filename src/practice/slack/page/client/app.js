/**
 * The page of the practice workspace: puts its parts together and tells them of each snapshot.
 *
 * Stable hooks for tests (`data-testid`, unless said otherwise):
 *   people-switcher · person-ID · drawer-button · sidebar · channel-NAME · channel-dm-USERID · badge-CHANNELID · app-home · tab-home · tab-messages
 *   shortcut-CALLBACKID (global) · channel-title · members · pins · messages · message-TS · reply-TS · more-TS · replies-TS · new-line · file-ID
 *   menu-reply · menu-shortcut-CALLBACKID · menu-copy-text · menu-delete · thread · thread-close · thread-messages · thread-composer
 *   composer · composer-send · composer-suggestions · suggestion-/COMMAND · suggestion-@NAME · modal · modal-title · modal-body · modal-submit
 *   modal-close · modal-x · modal-trouble · error-BLOCKID · confirm · confirm-yes · confirm-no · toast · announcer · home · starting
 *   aside · aside-toggle · ticker-N · tour-step-N · skip-tour · fact-N · show-N · copy-N · aside-button-ID · result-N
 *   elements of Block Kit: `data-action-id`, inside `data-block-id`; overflow options: menu-VALUE
 */
import { postAct } from './act.js';
import { createAnnouncer } from './announcer.js';
import { createAside } from './aside.js';
import { createChannel } from './channel.js';
import { connect } from './connection.js';
import { h } from './dom.js';
import { appTabs, createHome } from './home.js';
import { createMessageActs } from './message-acts.js';
import { createModal } from './modal.js';
import { namesOf } from './names.js';
import { createPending } from './pending.js';
import { placeFor, readAddress, writeAddress } from './place.js';
import { createSidebar } from './sidebar.js';
import { createThread } from './thread.js';
import { createToasts } from './toast.js';
import { createTopBar } from './top-bar.js';

function start(root) {
  const address = readAddress(location.href);
  /** @type {{ as: string | null, place: import('./place.js').Place | null, snapshot: import('../protocol.ts').Snapshot | null, connection: 'open' | 'lost' }} */
  const state = { as: address.as, place: address.place, snapshot: null, connection: 'open' };
  let stream = { close() {} };
  const me = () => state.as ?? '';
  const toasts = createToasts();
  const pending = createPending(() => render());
  const send = async (act) => {
    const done = await postAct(act);
    if (!done.ok && act.act !== 'seen') toasts.show(done.error);
    return done;
  };
  const parts = { me, send, pending };
  const tabs = (active) =>
    appTabs(active, (tab) => (tab === 'home' ? go({ at: 'home' }) : openPerson(state.snapshot?.app.user ?? '')));
  const acts = createMessageActs({ ...parts, snapshot: () => state.snapshot, openThread });
  const topBar = createTopBar({ toggleDrawer: () => drawer(!root.classList.contains('drawer-open')), become });
  const sidebar = createSidebar({
    go,
    openShortcut: (callbackId) => void send({ as: me(), act: 'shortcut', callbackId, message: null }),
  });
  const channel = createChannel({ acts, send, me, openPerson, tabs });
  const home = createHome({ ...parts, tabs });
  const thread = createThread({ acts, send, me, close: closeThread });
  const modal = createModal({ ...parts, post: postAct });
  const aside = createAside({ press: (button) => void send({ as: me(), act: 'aside', button }) });
  const announcer = createAnnouncer();
  const starting = h('div.starting', { role: 'status', hidden: true, data: { testid: 'starting' } });
  const veil = h('div.veil', { on: { click: () => drawer(false) } });
  const main = h('main.main', null, channel.node, home.node);
  const desk = h('div.desk', null, sidebar.node, veil, main, thread.node, aside.node);
  root.replaceChildren(topBar.node, starting, desk, modal.node, toasts.node, announcer.node);

  function go(place) {
    const wasHome = state.place?.at === 'home';
    state.place = place;
    drawer(false);
    if (place.at === 'home' && !wasHome) void send({ as: me(), act: 'open-home' });
    remember();
    render();
    if (place.at === 'channel' && matchMedia('(min-width: 900px)').matches) channel.focus();
  }
  function openThread(channelId, ts) {
    go({ at: 'channel', channel: channelId, thread: ts });
    thread.focus();
  }
  function closeThread() {
    if (state.place?.at === 'channel') go({ ...state.place, thread: null });
  }
  /** The direct message with somebody, where there is one. */
  function openPerson(id) {
    const direct = state.snapshot?.channels.find((each) => each.kind === 'dm' && each.with === id);
    if (direct !== undefined) go({ at: 'channel', channel: direct.id, thread: null });
    else if (id === state.snapshot?.app.user)
      toasts.show(`${state.snapshot?.app.name ?? 'The app'} has not written to this person yet.`);
  }
  function become(person) {
    state.as = person;
    open();
  }
  function drawer(open) {
    root.classList.toggle('drawer-open', open);
    if (open) sidebar.node.querySelector('button')?.focus();
  }
  function remember() {
    if (state.as !== null) history.replaceState(null, '', writeAddress(location.href, state.as, state.place));
  }
  function open() {
    stream.close();
    stream = connect(state.as, {
      onSnapshot(snapshot) {
        const somebodyElse = state.snapshot?.me !== snapshot.me;
        state.snapshot = snapshot;
        state.as = snapshot.me;
        const place = placeFor(snapshot, state.place);
        const moved = JSON.stringify(place) !== JSON.stringify(state.place);
        state.place = place;
        if (moved || somebodyElse) remember();
        if (somebodyElse && place?.at === 'home') void send({ as: me(), act: 'open-home' });
        render();
      },
      onState(connection) {
        if (state.connection === connection) return;
        state.connection = connection;
        render();
      },
    });
  }
  function render() {
    const { snapshot, place } = state;
    if (snapshot === null) return;
    const names = namesOf(snapshot, (id) => go({ at: 'channel', channel: id, thread: null }));
    const context = [snapshot.people, snapshot.channels.map(({ id, name }) => [id, name])];
    topBar.update(snapshot, state.connection);
    sidebar.update(snapshot, names, place);
    const here = place?.at === 'channel' ? snapshot.channels.find(({ id }) => id === place.channel) : undefined;
    channel.node.hidden = here === undefined;
    home.node.hidden = place?.at !== 'home';
    if (here !== undefined) channel.update({ snapshot, names, channel: here, context });
    if (place?.at === 'home') home.update(snapshot, names, context);
    const root_ = place?.at === 'channel' ? place.thread : null;
    root.classList.toggle('thread-open', here !== undefined && root_ !== null);
    thread.update(here === undefined || root_ === null ? null : { snapshot, names, channel: here.id, ts: root_, context });
    modal.update(snapshot.modals, names);
    aside.update(snapshot.aside);
    const line = snapshot.aside?.starting ?? null;
    starting.hidden = line === null;
    if (starting.textContent !== (line ?? '')) starting.textContent = line ?? '';
    announcer.update(snapshot, names, here?.id ?? null);
    document.title = titleOf(snapshot, place, names);
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && root.classList.contains('drawer-open')) drawer(false);
  });
  window.addEventListener('hashchange', () => {
    const { place } = readAddress(location.href);
    if (place !== null && JSON.stringify(place) !== JSON.stringify(state.place)) go(place);
  });
  open();
}

function titleOf(snapshot, place, names) {
  const mentions = snapshot.channels.reduce((sum, channel) => sum + channel.mentions, 0);
  const where = place?.at === 'channel' ? names.channelName(place.channel) : snapshot.app.name;
  return `${mentions > 0 ? `(${mentions}) ` : ''}${where} · ${snapshot.team.name} · practice`;
}

const root = document.getElementById('app');
if (root !== null) start(root);
