/** What is offered over the box while one types: arrow keys choose, Tab or Enter takes, Escape closes. */
import { h } from './dom.js';

/** @param {{ testid: string, take(offer: { insert: string }): void }} parts */
export function createSuggestionList({ testid, take }) {
  let chosen = 0;
  /** @type {{ label: string, hint: string, insert: string }[]} */
  let offered = [];
  const node = h('div.suggestions', {
    role: 'listbox',
    hidden: true,
    'aria-label': 'Suggestions',
    data: { testid: `${testid}-suggestions` },
  });
  const draw = () => {
    node.hidden = offered.length === 0;
    node.replaceChildren(...offered.map(offerNode));
  };
  const offerNode = (offer, at) =>
    h(
      'button.suggestion',
      {
        type: 'button',
        role: 'option',
        tabIndex: -1,
        'aria-selected': at === chosen ? 'true' : 'false',
        data: { testid: `suggestion-${offer.label}` },
        on: { mousedown: (event) => event.preventDefault(), click: () => take(offer) },
      },
      h('strong', null, offer.label),
      h('span.quiet', null, offer.hint),
    );
  const offer = (offers) => {
    offered = offers;
    chosen = 0;
    draw();
  };
  const step = (by) => {
    chosen = (chosen + by + offered.length) % offered.length;
    draw();
  };
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Tab: () => take(offered[chosen]),
    Enter: () => take(offered[chosen]),
    Escape: () => offer([]),
  };
  return {
    node,
    offer,
    /** Whether the key was meant for the list. Enter on what is already written whole is not: it sends. */
    key(event, written) {
      if (offered.length === 0 || !Object.hasOwn(keys, event.key) || event.shiftKey) return false;
      if (event.key === 'Enter' && offered.some(({ insert }) => written.endsWith(insert.trim()))) return false;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
      return true;
    },
  };
}
