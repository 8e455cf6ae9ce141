/** Short sentences at the edge of the page: what did not work. They stay long enough to be read. */
import { h } from './dom.js';
import { icon } from './icons.js';

const shownMs = 9_000;

export function createToasts() {
  const node = h('div.toasts', { role: 'alert', 'aria-live': 'assertive' });
  return {
    node,
    /** @param {string} text */
    show(text) {
      const close = () => toast.remove();
      const toast = h(
        'div.toast',
        { data: { testid: 'toast' } },
        icon('warning'),
        h('span', null, text),
        h('button.icon-button', { type: 'button', 'aria-label': 'Close', on: { click: close } }, icon('close')),
      );
      node.replaceChildren(toast);
      setTimeout(close, shownMs);
    },
  };
}
