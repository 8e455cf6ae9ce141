/** Elements of Block Kit by their type. What is chosen goes into the form, and in all but inputs to the app at once. */
import { h } from '../dom.js';
import { buttonElement, overflowElement } from './button.js';
import { choicesElement } from './choices.js';
import { pickerElement } from './pickers.js';
import { selectElement } from './select.js';
import { textElement } from './text-input.js';

const kinds = {
  button: buttonElement,
  icon_button: buttonElement,
  workflow_button: buttonElement,
  overflow: overflowElement,
  static_select: selectElement,
  users_select: selectElement,
  channels_select: selectElement,
  conversations_select: selectElement,
  multi_static_select: choicesElement,
  multi_users_select: choicesElement,
  multi_channels_select: choicesElement,
  multi_conversations_select: choicesElement,
  radio_buttons: choicesElement,
  checkboxes: choicesElement,
  datepicker: pickerElement,
  timepicker: pickerElement,
  datetimepicker: pickerElement,
  plain_text_input: textElement,
  email_text_input: textElement,
  url_text_input: textElement,
  number_input: textElement,
};

/**
 * @param {any} element
 * @param {import('./blocks.js').Stand} stand
 * @param {string} blockId
 * @param {{ labelledBy?: string, describedBy?: string, dispatches: boolean }} [place] in an input block: what labels it, whether the app hears of changes
 */
export function elementNode(element, stand, blockId, place = { dispatches: true }) {
  if (Object.hasOwn(kinds, element.type)) return kinds[element.type](element, stand, blockId, place);
  return h('span.unshown', null, `[${String(element.type)}: not shown in practice]`);
}
