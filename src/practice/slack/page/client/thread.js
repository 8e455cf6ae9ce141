/** A thread beside its channel; on a phone it covers it. */
import { createComposer } from './composer.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { createMessageList } from './message-list.js';

/**
 * @param {{ acts: import('./message-acts.js').MessageActs, send(act: any): Promise<import('../protocol.ts').Done>, me(): string, close(): void }} parts
 */
export function createThread({ acts, send, me, close }) {
  let root = { channel: '', ts: '' };
  const list = createMessageList({ label: 'Thread', inThread: true, act: acts, onEnd: () => {} });
  const composer = createComposer({
    testid: 'thread-composer',
    say: async (text) => (await send({ as: me(), act: 'say', channel: root.channel, text, threadTs: root.ts })).ok,
    slash: null,
  });
  const where = h('span.quiet');
  const head = h(
    'div.pane-head',
    null,
    h('h2', null, 'Thread'),
    where,
    h('span.stretch'),
    h(
      'button.icon-button',
      { type: 'button', 'aria-label': 'Close thread', data: { testid: 'thread-close' }, on: { click: close } },
      icon('close'),
    ),
  );
  const node = h(
    'section.thread',
    { 'aria-label': 'Thread', hidden: true, data: { testid: 'thread' } },
    head,
    list.node,
    composer.node,
  );
  node.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  return {
    node,
    focus: composer.focus,
    /** @param {{ snapshot: import('../protocol.ts').Snapshot, names: import('./names.js').Names, channel: string, ts: string, context: unknown } | null} view */
    update(view) {
      node.hidden = view === null;
      if (view === null) return;
      const { snapshot, names, channel, ts, context } = view;
      root = { channel, ts };
      const all = snapshot.messages[channel] ?? [];
      const messages = all.filter((message) => message.ts === ts || message.threadTs === ts);
      const key = `${snapshot.me} ${channel} ${ts}`;
      where.textContent = names.channel(channel)?.kind === 'dm' ? names.channelName(channel) : `#${names.channelName(channel)}`;
      list.update({ key, messages, all, pins: [], firstUnread: null, context, names, before: null });
      const member = names.channel(channel)?.members.includes(snapshot.me) ?? false;
      composer.update({
        key,
        names,
        commands: [],
        placeholder: 'Reply…',
        closed: member ? null : 'Become a member of this channel to reply.',
      });
    },
  };
}
