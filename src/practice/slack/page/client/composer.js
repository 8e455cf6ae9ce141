/** Where one writes. Enter sends, Shift+Enter begins a line; `/` suggests commands, `@` people, `#` channels. Drafts are kept a place. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { createSuggestionList } from './suggestion-list.js';
import { outgoing, suggestionsFor } from './suggestions.js';

const longestChars = 12_000;
const tallestPx = 180;
/** A click on a suggestion takes the focus first. */
const blurMs = 150;

/**
 * @param {{ testid: string, say(text: string): Promise<boolean>, slash: ((command: string, text: string) => Promise<boolean>) | null }} parts
 *   `say` and `slash` give whether it was taken: a text that was not stays in the box
 */
export function createComposer({ testid, say, slash }) {
  /** @type {Map<string, string>} */
  const drafts = new Map();
  let key = '';
  let view = { names: null, commands: [] };
  const suggestions = createSuggestionList({ testid, take });
  const { box, usage, closed, frame, node } = frameOf(testid, suggestions.node, () => void send());
  box.addEventListener('input', typed);
  box.addEventListener('blur', () => setTimeout(() => suggestions.offer([]), blurMs));
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || suggestions.key(event, box.value.trim()) || event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void send();
  });

  function typed() {
    drafts.set(key, box.value);
    grow(box);
    if (view.names === null) return;
    const known = { names: view.names, commands: slash === null ? [] : view.commands };
    const found = suggestionsFor(box.value, box.selectionStart, known);
    suggestions.offer(found.offers);
    tell(usage, found.usage);
  }
  function take(offer) {
    const before = box.value.slice(0, box.selectionStart).replace(/[/@#]\S*$/, '') + offer.insert;
    box.value = before + box.value.slice(box.selectionStart);
    box.focus();
    box.setSelectionRange(before.length, before.length);
    typed();
  }
  function fill(text) {
    suggestions.offer([]);
    tell(usage, null);
    box.value = text;
    grow(box);
  }
  async function send() {
    const text = box.value.trim();
    if (text === '' || view.names === null) return;
    const command = slash === null ? null : /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/.exec(text);
    const sentFrom = key;
    fill('');
    drafts.set(sentFrom, '');
    const taken = command === null ? await say(outgoing(text, view.names)) : await slash?.(command[1], command[2] ?? '');
    if (taken || drafts.get(sentFrom)) return;
    drafts.set(sentFrom, text);
    if (key === sentFrom && box.value === '') fill(text);
  }
  return {
    node,
    focus: () => box.focus(),
    /** @param {{ key: string, placeholder: string, closed: string | null, names: import('./names.js').Names, commands: any[] }} next */
    update(next) {
      view = next;
      frame.hidden = next.closed !== null;
      tell(closed, next.closed);
      box.placeholder = next.placeholder;
      box.setAttribute('aria-label', next.placeholder);
      if (next.key === key) return;
      key = next.key;
      fill(drafts.get(key) ?? '');
    },
  };
}

function frameOf(testid, suggestions, send) {
  const box = h('textarea.composer-box', {
    rows: 1,
    maxlength: longestChars,
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    data: { testid },
  });
  const sendButton = h(
    'button.icon-button.send',
    { type: 'button', 'aria-label': 'Send', data: { testid: `${testid}-send` }, on: { click: send } },
    icon('send'),
  );
  const usage = h('div.usage', { hidden: true });
  const closed = h('p.composer-closed', { hidden: true });
  const frame = h('div.composer-frame', null, box, sendButton);
  return { box, usage, closed, frame, node: h('div.composer', null, suggestions, usage, frame, closed) };
}

function tell(node, text) {
  node.hidden = text === null;
  if (node.textContent !== (text ?? '')) node.textContent = text ?? '';
}

/** As high as its text: an empty box is one line, whatever its placeholder, and a hidden one has no height to take. */
function grow(box) {
  box.style.setProperty('height', 'auto');
  if (box.value !== '' && box.scrollHeight > 0) box.style.setProperty('height', `${Math.min(tallestPx, box.scrollHeight)}px`);
}
