/** Dates and times: the browser's own pickers. A date and time is Unix seconds, of which the box shows local time. */
import { h } from '../dom.js';
import { labelsOf, stateOf } from './changing.js';

const kinds = {
  datepicker: { input: 'date', name: 'selected_date', shown: (value) => value ?? '', read: (text) => text || null },
  timepicker: { input: 'time', name: 'selected_time', shown: (value) => value ?? '', read: (text) => text || null },
  datetimepicker: {
    input: 'datetime-local',
    name: 'selected_date_time',
    shown: localText,
    read: (text) => (text === '' ? null : Math.floor(new Date(text).getTime() / 1_000)),
  },
};

function localText(seconds) {
  if (seconds === null || seconds === undefined) return '';
  const at = new Date(seconds * 1_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function pickerElement(element, stand, blockId, place) {
  const { actionId, focus, state, change } = stateOf(element, stand, blockId, place);
  const kind = kinds[element.type];
  const input = h('input.text-box.picker', {
    type: kind.input,
    value: kind.shown(state[kind.name]),
    ...labelsOf(element, place),
    data: { 'action-id': actionId, focus },
    on: { change: () => void change({ [kind.name]: kind.read(input.value) }) },
  });
  return input;
}
