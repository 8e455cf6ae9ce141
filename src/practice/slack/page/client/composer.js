/** Where one writes. Enter sends, Shift+Enter begins a line; `/` suggests commands, `@` people, `#` channels. Drafts are kept a place. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { outgoing, suggestionsFor } from './suggestions.js';

const longestChars = 12_000;
const tallestPx = 180;

/**
 * @param {{ testid: string, say(text: string): Promise<boolean>, slash: ((command: string, text: string) => Promise<boolean>) | null }} parts
 *   `say` and `slash` give whether it was taken: a text that was not stays in the box
 */
export function createComposer({ testid, say, slash }) {
  /** @type {Map<string, string>} */
  const drafts = new Map();
  let key = '';
  let chosen = 0;
  /** @type {{ label: string, hint: string, insert: string }[]} */
  let offered = [];
  let view = { names: null, commands: [] };
  const box = h('textarea.composer-box', {
    rows: 1,
    maxlength: longestChars,
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    data: { testid },
    on: { input: () => typed(), keydown: (event) => key_(event), blur: () => setTimeout(closeSuggestions, 150) },
  });
  const list = h('div.suggestions', {
    role: 'listbox',
    hidden: true,
    'aria-label': 'Suggestions',
    data: { testid: `${testid}-suggestions` },
  });
  const usage = h('div.usage', { hidden: true });
  const sendButton = h(
    'button.icon-button.send',
    { type: 'button', 'aria-label': 'Send', data: { testid: `${testid}-send` }, on: { click: () => void send() } },
    icon('send'),
  );
  const closed = h('p.composer-closed', { hidden: true });
  const frame = h('div.composer-frame', null, box, sendButton);
  const node = h('div.composer', null, list, usage, frame, closed);

  function closeSuggestions() {
    offered = [];
    list.hidden = true;
  }
  function typed() {
    drafts.set(key, box.value);
    grow();
    chosen = 0;
    suggest();
  }
  function grow() {
    box.style.setProperty('height', 'auto');
    box.style.setProperty('height', `${Math.min(tallestPx, box.scrollHeight)}px`);
  }
  function suggest() {
    if (view.names === null) return;
    const found = suggestionsFor(box.value, box.selectionStart, {
      names: view.names,
      commands: slash === null ? [] : view.commands,
    });
    offered = found.offers;
    list.hidden = offered.length === 0;
    list.replaceChildren(...offered.map(offerNode));
    usage.hidden = found.usage === null;
    usage.textContent = found.usage ?? '';
  }
  function offerNode(offer, at) {
    return h(
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
  }
  function take(offer) {
    const before = box.value.slice(0, box.selectionStart).replace(/[/@#]\S*$/, '') + offer.insert;
    box.value = before + box.value.slice(box.selectionStart);
    box.focus();
    box.setSelectionRange(before.length, before.length);
    typed();
  }
  function key_(event) {
    if (event.isComposing) return;
    if (offered.length > 0 && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault();
      chosen = (chosen + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length;
      list.replaceChildren(...offered.map(offerNode));
    } else if (offered.length > 0 && event.key === 'Escape') {
      event.stopPropagation();
      closeSuggestions();
    } else if (offered.length > 0 && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole(offered)))) {
      event.preventDefault();
      take(offered[chosen]);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  }
  /** What stands there is already the whole command, so that Enter sends it. */
  const isWhole = (offers) => offers.some(({ insert }) => insert.trim() === box.value.trim());

  async function send() {
    const text = box.value.trim();
    if (text === '' || view.names === null) return;
    const command = slash === null ? null : /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/.exec(text);
    const sentFrom = key;
    closeSuggestions();
    usage.hidden = true;
    fill('');
    drafts.set(sentFrom, '');
    const taken = command === null ? await say(outgoing(text, view.names)) : await slash?.(command[1], command[2] ?? '');
    if (taken || drafts.get(sentFrom)) return;
    drafts.set(sentFrom, text);
    if (key === sentFrom && box.value === '') fill(text);
  }
  function fill(text) {
    box.value = text;
    grow();
  }
  return {
    node,
    focus: () => box.focus(),
    /** @param {{ key: string, placeholder: string, closed: string | null, names: import('./names.js').Names, commands: any[] }} next */
    update(next) {
      view = next;
      frame.hidden = next.closed !== null;
      closed.hidden = next.closed === null;
      closed.textContent = next.closed ?? '';
      box.placeholder = next.placeholder;
      box.setAttribute('aria-label', next.placeholder);
      if (next.key === key) return;
      key = next.key;
      closeSuggestions();
      usage.hidden = true;
      fill(drafts.get(key) ?? '');
    },
  };
}
