/** Menus of which one is chosen: the browser's own, which every phone and screen reader knows. */
import { h } from '../dom.js';
import { labelsOf, stateOf } from './changing.js';
import { keyOfChoice, optionGroups, stateName } from './options.js';

export function selectElement(element, stand, blockId, place) {
  const { actionId, focus, state, change } = stateOf(element, stand, blockId, place);
  const name = stateName(element.type);
  const groups = optionGroups(element, stand.names);
  const all = groups.flatMap(({ options }) => options);
  let chosen = keyOfChoice(state[name]);
  const optionNode = (each) =>
    h(
      'option',
      { value: each.value, selected: each.value === chosen },
      each.hint === null ? each.text : `${each.text} · ${each.hint}`,
    );
  const select = h(
    'select.select',
    {
      ...labelsOf(element, place),
      data: { 'action-id': actionId, focus },
      on: {
        change: async () => {
          const option = all.find((each) => each.value === select.value)?.option ?? null;
          if (await change({ [name]: option })) chosen = select.value;
          else select.value = chosen;
        },
      },
    },
    h('option', { value: '', disabled: !place.labelledBy, selected: chosen === '' }, element.placeholder?.text ?? 'Choose…'),
    groups.map(({ group, options }) =>
      group === null ? options.map(optionNode) : h('optgroup', { label: group }, options.map(optionNode)),
    ),
  );
  return select;
}
