/** Boxes to type into. Every letter goes into the form, so that a new snapshot loses none. */
import { h } from '../dom.js';
import { actionIdOf, initialState } from '../form.js';
import { labelsOf } from './changing.js';

const inputTypes = { plain_text_input: 'text', email_text_input: 'email', url_text_input: 'url', number_input: 'text' };

export function textElement(element, stand, blockId, place) {
  const actionId = actionIdOf(element);
  const state = stand.form.get(blockId, actionId) ?? initialState(element);
  const on = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const keep = () => {
    const next = { type: element.type, value: box.value === '' ? null : box.value };
    stand.form.set(blockId, actionId, next);
    return next;
  };
  const tell = () => stand.press(blockId, actionId, keep());
  const enter = (event) => {
    if (event.key !== 'Enter' || event.isComposing || element.multiline === true) return;
    if (place.dispatches && on.includes('on_enter_pressed')) {
      event.preventDefault();
      tell();
    }
  };
  const box = h(element.multiline === true ? 'textarea.text-box' : 'input.text-box', {
    type: element.multiline === true ? null : inputTypes[element.type],
    inputmode: element.type === 'number_input' ? 'decimal' : null,
    rows: element.multiline === true ? 4 : null,
    maxlength: element.type === 'plain_text_input' ? (element.max_length ?? 3_000) : null,
    placeholder: element.placeholder?.text ?? null,
    autocomplete: 'off',
    value: state.value ?? '',
    ...labelsOf(element, place),
    data: { 'action-id': actionId, focus: `${blockId}/${actionId}`, autofocus: element.focus_on_load === true ? 'yes' : null },
    on: { input: () => (place.dispatches && on.includes('on_character_entered') ? tell() : keep()), keydown: enter },
  });
  return box;
}
