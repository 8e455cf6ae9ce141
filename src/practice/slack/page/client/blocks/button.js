/** Buttons and the overflow menu. */
import { h, unseen } from '../dom.js';
import { actionIdOf } from '../form.js';
import { icon } from '../icons.js';
import { plainNodes, safeUrl } from '../inline.js';

const looks = { primary: '.primary', danger: '.danger' };

export function buttonElement(element, stand, blockId) {
  const actionId = actionIdOf(element);
  const busy = stand.busy(blockId, actionId);
  const press = async () => {
    if (element.confirm !== undefined && !(await stand.confirm(element.confirm))) return;
    stand.press(blockId, actionId, {
      type: 'button',
      text: element.text ?? null,
      ...(element.value === undefined ? {} : { value: element.value }),
    });
  };
  const shared = {
    class: looks[element.style]?.slice(1) ?? null,
    data: { 'action-id': actionId, focus: `${blockId}/${actionId}` },
    'aria-label': element.accessibility_label ?? null,
    title: element.accessibility_label ?? null,
  };
  const href = element.url === undefined ? null : safeUrl(element.url);
  const words = h('span.button-words', null, plainNodes(String(element.text?.text ?? '')));
  if (href !== null)
    return h(
      'a.button',
      { ...shared, href, target: '_blank', rel: 'noopener noreferrer', on: { click: () => void press() } },
      words,
    );
  return h(
    'button.button',
    { ...shared, type: 'button', disabled: busy, 'aria-busy': busy ? 'true' : null, on: { click: () => void press() } },
    words,
    busy && [h('span.spinner', { 'aria-hidden': 'true' }), unseen(' (waiting for the app)')],
  );
}

export function overflowElement(element, stand, blockId) {
  const actionId = actionIdOf(element);
  const busy = stand.busy(blockId, actionId);
  const choose = async (option) => {
    if (option.url !== undefined && safeUrl(option.url) !== null) window.open(safeUrl(option.url), '_blank', 'noopener');
    if (element.confirm !== undefined && !(await stand.confirm(element.confirm))) return;
    stand.press(blockId, actionId, { type: 'overflow', selected_option: option });
  };
  const items = (element.options ?? []).map((option) => ({
    id: String(option.value ?? ''),
    label: String(option.text?.text ?? ''),
    hint: option.description?.text ?? null,
    run: () => void choose(option),
  }));
  return h(
    'button.button.icon-only',
    {
      type: 'button',
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      'aria-busy': busy ? 'true' : null,
      disabled: busy,
      data: { 'action-id': actionId, focus: `${blockId}/${actionId}` },
      on: { click: (event) => stand.menu(event.currentTarget, 'More actions', items) },
    },
    busy ? h('span.spinner', { 'aria-hidden': 'true' }) : icon('more'),
  );
}
