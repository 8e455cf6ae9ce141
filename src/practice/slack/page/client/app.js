/**
 * The page of the practice workspace: who one is, where one is, and the snapshots that come in.
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
import { connect } from './connection.js';
import { createPending } from './pending.js';
import { permalinkChannel, placeFor, readAddress, writeAddress } from './place.js';
import { createToasts } from './toast.js';
import { createWorkspaceView } from './workspace-view.js';

const wideEnoughToType = '(min-width: 821px)';
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** A link to a message of this workspace leads there, in the same tab and as the same person. */
function followPermalinks(root, toChannel) {
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a.link') : null;
    const channel = link instanceof HTMLAnchorElement ? permalinkChannel(link.href, location.origin) : null;
    if (channel === null) return;
    event.preventDefault();
    toChannel(channel);
  });
}

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
  const view = createWorkspaceView(root, {
    me,
    snapshot: () => state.snapshot,
    send,
    post: postAct,
    pending,
    toasts,
    go,
    openThread,
    closeThread,
    openPerson,
    become,
  });

  function go(place) {
    const wasHome = state.place?.at === 'home';
    state.place = place;
    view.drawer(false);
    if (place.at === 'home' && !wasHome) void send({ as: me(), act: 'open-home' });
    remember();
    render();
    if (place.at === 'channel' && matchMedia(wideEnoughToType).matches)
      (place.thread === null ? view.focusChannel : view.focusThread)();
  }
  function openThread(channel, ts) {
    go({ at: 'channel', channel, thread: ts });
  }
  function closeThread() {
    if (state.place?.at === 'channel') go({ ...state.place, thread: null });
  }
  /** The direct message with somebody, where there is one. */
  function openPerson(id) {
    const direct = state.snapshot?.channels.find((each) => each.kind === 'dm' && each.with === id);
    if (direct !== undefined) go({ at: 'channel', channel: direct.id, thread: null });
    else if (id === state.snapshot?.app.user) toasts.show(`${state.snapshot.app.name} has not written to this person yet.`);
  }
  function become(person) {
    state.as = person;
    open();
  }
  function remember() {
    if (state.as !== null) history.replaceState(null, '', writeAddress(location.href, state.as, state.place));
  }
  function take(next) {
    const somebodyElse = state.snapshot?.me !== next.me;
    const place = placeFor(next, state.place);
    const moved = somebodyElse || !same(place, state.place);
    Object.assign(state, { snapshot: next, as: next.me, place });
    if (moved) remember();
    if (somebodyElse && place?.at === 'home') void send({ as: me(), act: 'open-home' });
    render();
  }
  function open() {
    stream.close();
    stream = connect(state.as, {
      onSnapshot: take,
      onState(connection) {
        if (state.connection === connection) return;
        state.connection = connection;
        render();
      },
    });
  }
  function render() {
    if (state.snapshot !== null) view.update(state.snapshot, state.place, state.connection);
  }
  followPermalinks(root, (channel) => go({ at: 'channel', channel, thread: null }));
  window.addEventListener('hashchange', () => {
    const { place } = readAddress(location.href);
    if (place !== null && !same(place, state.place)) go(place);
  });
  open();
}

const root = document.getElementById('app');
if (root !== null) start(root);
