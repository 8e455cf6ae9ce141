/** A menu that opens at a button: arrow keys move, Escape closes, the focus goes back to the button. On a phone it is a sheet. */
import { h } from './dom.js';

const gapPx = 6;

/** @typedef {{ id: string, label: string, hint?: string | null, before?: Node | null, danger?: boolean, current?: boolean, testid?: string, run(): void }} MenuItem */

/**
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {MenuItem[]} items
 */
export function openMenu(anchor, label, items) {
  document.querySelector('.menu-layer')?.remove();
  const list = h('div.menu', { role: 'menu', 'aria-label': label });
  const layer = h('div.menu-layer', { on: { click: (event) => event.target === layer && close() } }, list);
  const close = () => {
    layer.remove();
    anchor.setAttribute('aria-expanded', 'false');
    if (anchor.isConnected) anchor.focus({ preventScroll: true });
  };
  list.append(h('div.menu-title', { 'aria-hidden': 'true' }, label), ...items.map((item) => itemNode(item, close)));
  list.addEventListener('keydown', (event) => move(event, list, close));
  anchor.setAttribute('aria-expanded', 'true');
  document.body.append(layer);
  place(list, anchor);
  const first = list.querySelector('[aria-current="true"]') ?? list.querySelector('[role="menuitem"]');
  if (first instanceof HTMLElement) first.focus();
}

function itemNode(item, close) {
  const run = () => {
    close();
    item.run();
  };
  return h(
    'button.menu-item',
    {
      type: 'button',
      role: 'menuitem',
      class: item.danger ? 'menu-danger' : null,
      'aria-current': item.current ? 'true' : null,
      data: { testid: item.testid ?? `menu-${item.id}` },
      on: { click: run },
    },
    item.before ?? null,
    h('span.menu-words', null, h('span', null, item.label), item.hint ? h('span.menu-hint', null, item.hint) : null),
  );
}

function move(event, list, close) {
  const items = [...list.querySelectorAll('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1, Tab: at + (event.shiftKey ? -1 : 1) }[
    event.key
  ];
  if (event.key === 'Escape') {
    event.stopPropagation();
    close();
  } else if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  }
}

function place(list, anchor) {
  const at = anchor.getBoundingClientRect();
  const { width, height } = list.getBoundingClientRect();
  const below = at.bottom + gapPx + height <= window.innerHeight;
  const left = Math.min(Math.max(gapPx, at.right - width), window.innerWidth - width - gapPx);
  list.style.setProperty('--left', `${Math.max(gapPx, left)}px`);
  list.style.setProperty('--top', `${Math.max(gapPx, below ? at.bottom + gapPx : at.top - gapPx - height)}px`);
}
