/** Messages one below the other: days between them, one picture for what somebody wrote in one go, the newest in sight. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { messageNode } from './message.js';
import { keyedList } from './region.js';
import { dayKey, dayName, msOf } from './times.js';

const oneGoMs = 5 * 60_000;
const nearEndPx = 80;

/**
 * @param {{ label: string, inThread: boolean, act: import('./message-acts.js').MessageActs, onEnd(): void }} parts
 */
export function createMessageList({ label, inThread, act, onEnd }) {
  const list = h('div.messages', { role: 'log', 'aria-live': 'off', 'aria-label': label });
  const toEnd = () => scroller.scrollTo({ top: scroller.scrollHeight });
  const jump = h('button.jump', { type: 'button', hidden: true, on: { click: toEnd } }, icon('down'), 'New messages');
  const scroller = h(
    'div.scroller',
    { tabIndex: 0, role: 'group', 'aria-label': label, data: { testid: inThread ? 'thread-messages' : 'messages' } },
    list,
  );
  const node = h('div.scroll-frame', null, scroller, jump);
  const draw = keyedList(list);
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
  let place = '';
  let follow = true;
  scroller.addEventListener('scroll', () => {
    follow = atEnd();
    if (follow && !jump.hidden) jump.hidden = true;
    if (follow) onEnd();
  });
  new ResizeObserver(() => follow && toEnd()).observe(list);
  new ResizeObserver(() => follow && toEnd()).observe(scroller);
  let last = '';
  return {
    node,
    atEnd: () => follow,
    /**
     * @param {{ key: string, messages: import('../protocol.ts').PageMessage[], all: import('../protocol.ts').PageMessage[], pins: string[],
     *   firstUnread: string | null, context: unknown, names: import('./names.js').Names, before: (() => Node[]) | null }} view
     */
    update(view) {
      const moved = view.key !== place;
      place = view.key;
      draw(rowsOf(view, { inThread, act }));
      const newest = view.messages.at(-1)?.ts ?? '';
      // Whoever comes to what they have not read begins there, not at its end.
      const unread = moved ? list.querySelector('.new-line') : null;
      if (moved) follow = unread === null;
      else if (newest !== last && !follow) jump.hidden = false;
      last = newest;
      if (unread !== null) {
        unread.scrollIntoView({ block: 'start' });
        follow = atEnd();
      }
      if (follow) {
        toEnd();
        jump.hidden = true;
      }
    },
  };
}

function rowsOf(view, { inThread, act }) {
  const rows =
    view.before === null
      ? []
      : [
          {
            key: `before-${view.key}`,
            signature: [view.key, view.context],
            build: () => h('div.beginning', null, view.before()),
          },
        ];
  let previous = null;
  for (const message of view.messages) {
    const newDay = previous === null || dayKey(previous.ts) !== dayKey(message.ts);
    if (newDay && !inThread)
      rows.push({
        key: `day-${dayKey(message.ts)}`,
        signature: dayName(message.ts),
        build: () => h('div.day', { role: 'separator' }, h('span', null, dayName(message.ts))),
      });
    if (message.ts === view.firstUnread)
      rows.push({
        key: 'unread',
        signature: 'unread',
        build: () => h('div.new-line', { role: 'separator', data: { testid: 'new-line' } }, h('span', null, 'New')),
      });
    rows.push(
      rowOf(message, {
        view,
        inThread,
        act,
        grouped: !newDay && message.ts !== view.firstUnread && inOneGo(previous, message, view.pins),
      }),
    );
    previous = message;
  }
  return rows;
}

const inOneGo = (before, message, pins) =>
  before !== null &&
  before.user === message.user &&
  before.onlyMe === message.onlyMe &&
  !pins.includes(message.ts) &&
  !(message.byApp && message.blocks.length > 0) &&
  msOf(message.ts) - msOf(before.ts) < oneGoMs;

function rowOf(message, { view, inThread, act, grouped }) {
  const replies = view.all.filter((each) => each.threadTs === message.ts && each.ts !== message.ts);
  const pinned = view.pins.includes(message.ts);
  const lastReply = replies.at(-1)?.ts ?? null;
  const repliers = [...new Set(replies.map(({ user }) => user))];
  const stand = act.stand(message, view.names);
  return {
    key: `${view.key}/${message.ts}`,
    signature: [message, grouped, pinned, lastReply, repliers, view.context, act.busyKeys(message)],
    build: () =>
      messageNode(message, {
        stand,
        grouped,
        pinned,
        inThread,
        lastReply,
        repliers,
        openThread: () => act.openThread(message),
        openActions: (anchor) => act.openActions(message, anchor, inThread),
      }),
  };
}
