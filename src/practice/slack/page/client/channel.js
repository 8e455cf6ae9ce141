/** The channel in the middle: head, messages, composer. */
import { channelHead } from './channel-head.js';
import { createComposer } from './composer.js';
import { h } from './dom.js';
import { createMessageList } from './message-list.js';
import { region } from './region.js';

/**
 * @param {{ acts: import('./message-acts.js').MessageActs, send(act: any): Promise<import('../protocol.ts').Done>, me(): string,
 *   openPerson(id: string): void, tabs(active: 'home' | 'messages'): Node }} parts
 */
export function createChannel({ acts, send, me, openPerson, tabs }) {
  let shown = { id: '', firstUnread: /** @type {string | null} */ (null), seen: '' };
  let latest = null;
  const head = h('div.channel-head');
  const drawHead = region(head);
  const list = createMessageList({ label: 'Messages', inThread: false, act: acts, onEnd: () => seenToEnd() });
  const composer = createComposer({
    testid: 'composer',
    say: async (text) => (await send({ as: me(), act: 'say', channel: shown.id, text, threadTs: null })).ok,
    slash: async (command, text) => (await send({ as: me(), act: 'slash', channel: shown.id, command, text })).ok,
  });
  const node = h('section.channel', { 'aria-label': 'Channel' }, head, list.node, composer.node);

  function showMessage(ts) {
    const message = node.querySelector(`[data-testid="message-${CSS.escape(ts)}"]`);
    message?.scrollIntoView({ block: 'center' });
    if (message instanceof HTMLElement) message.focus({ preventScroll: true });
    message?.classList.add('found');
    setTimeout(() => message?.classList.remove('found'), 1_600);
  }
  /** Tells once for each newest message that it was seen: in sight, and in a window that is looked at. */
  function seenToEnd() {
    if (latest === null || latest.channel.unread === 0 || document.visibilityState !== 'visible' || !list.atEnd()) return;
    const ts = latest.all.at(-1)?.ts ?? '';
    const mark = `${me()} ${shown.id} ${ts}`;
    if (ts === '' || shown.seen === mark) return;
    shown.seen = mark;
    void send({ as: me(), act: 'seen', channel: shown.id, ts });
  }
  document.addEventListener('visibilitychange', seenToEnd);

  return {
    node,
    focus: composer.focus,
    showMessage,
    /** @param {{ snapshot: import('../protocol.ts').Snapshot, names: import('./names.js').Names, channel: import('../protocol.ts').PageChannel, context: unknown }} view */
    update({ snapshot, names, channel, context }) {
      const all = snapshot.messages[channel.id] ?? [];
      const messages = all.filter((message) => message.threadTs === null || message.threadTs === message.ts);
      const key = `${snapshot.me} ${channel.id}`;
      if (latest?.key !== key) shown = { id: channel.id, firstUnread: firstUnread(channel, messages, snapshot.me), seen: '' };
      latest = { key, channel, all };
      const withApp = channel.kind === 'dm' && channel.with === snapshot.app.user;
      drawHead(
        [
          channel.id,
          channel.topic,
          channel.members,
          channel.pins,
          channel.bookmarks,
          channel.shared,
          channel.archived,
          context,
          previews(channel, all),
        ],
        () => channelHead({ snapshot, channel, names, showMessage, openPerson, tabs: withApp ? tabs('messages') : null }),
      );
      const before = () => beginning(channel, names);
      list.update({ key, messages, all, pins: channel.pins, firstUnread: shown.firstUnread, context, names, before });
      composer.update({ key, names, commands: snapshot.commands, ...composerState(snapshot, channel, names) });
      seenToEnd();
    },
  };
}

const previews = (channel, all) => all.filter(({ ts }) => channel.pins.includes(ts)).map(({ text }) => text);

function firstUnread(channel, messages, me) {
  if (channel.unread === 0) return null;
  const others = messages.filter((message) => message.user !== me && !message.onlyMe);
  return others.at(-channel.unread)?.ts ?? null;
}

function beginning(channel, names) {
  const name = names.channelName(channel.id);
  if (channel.kind === 'dm')
    return [h('p.beginning-title', null, name), h('p.quiet', null, `Only you and ${name} see what is written here.`)];
  const kind =
    channel.kind === 'private' ? 'Private: only its members see it.' : 'Public: everybody in this workspace can read it.';
  return [h('p.beginning-title', null, `#${name}`), h('p.quiet', null, `The beginning of the channel. ${kind}`)];
}

/** @returns {{ placeholder: string, closed: string | null }} */
function composerState(snapshot, channel, names) {
  const me = snapshot.people.find(({ id }) => id === snapshot.me);
  const name = names.channelName(channel.id);
  const placeholder = channel.kind === 'dm' ? `Message ${name}` : `Message #${name}, or / for a command`;
  if (me?.deactivated)
    return {
      placeholder,
      closed: `${names.nameOf(snapshot.me)} is deactivated and cannot write. Buttons can still be pressed, to see that they are refused.`,
    };
  if (channel.archived)
    return { placeholder, closed: 'This channel is archived: it can be read, but nobody writes here any more.' };
  if (!channel.members.includes(snapshot.me))
    return { placeholder, closed: `You read #${name} without being in it. Become one of its members to write here.` };
  return { placeholder, closed: null };
}
