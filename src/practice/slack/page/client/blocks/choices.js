/** Radio buttons, checkboxes, and menus of which several are chosen: all are lists of boxes. */
import { h } from '../dom.js';
import { textObjectNodes } from '../inline.js';
import { labelsOf, stateOf } from './changing.js';
import { keyOfChoice, optionGroups, stateName } from './options.js';

export function choicesElement(element, stand, blockId, place) {
  const { actionId, focus, state, change } = stateOf(element, stand, blockId, place);
  const name = stateName(element.type);
  const one = element.type === 'radio_buttons';
  const groups = optionGroups(element, stand.names);
  const all = groups.flatMap(({ options }) => options);
  let chosen = new Set((one ? [state[name]] : (state[name] ?? [])).map(keyOfChoice));
  const boxes = [];
  const show = () => {
    for (const box of boxes) box.checked = chosen.has(box.value);
  };
  const toggle = async (value, checked) => {
    const next = new Set(one ? [] : chosen);
    if (checked) next.add(value);
    else next.delete(value);
    const picked = all.filter((each) => next.has(each.value)).map((each) => each.option);
    if (await change({ [name]: one ? (picked[0] ?? null) : picked })) chosen = next;
    show();
  };
  const row = (each) => {
    const box = h('input', {
      type: one ? 'radio' : 'checkbox',
      name: `${blockId}/${actionId}`,
      value: each.value,
      checked: chosen.has(each.value),
      data: { 'action-id': actionId, focus: `${focus}/${each.value}` },
      on: { change: () => void toggle(each.value, box.checked) },
    });
    boxes.push(box);
    const text = each.option?.text ?? each.text;
    const hint = each.option?.description ?? each.hint;
    return h(
      'label.choice',
      null,
      box,
      h(
        'span',
        null,
        textObjectNodes(text, stand.names),
        hint && h('span.choice-hint', null, textObjectNodes(hint, stand.names)),
      ),
    );
  };
  const groupNode = ({ group, options }) => [group !== null && h('div.choice-group', null, group), options.map(row)];
  const list = element.type.startsWith('multi_') ? 'div.choices.choices-list' : 'div.choices';
  return h(list, { role: one ? 'radiogroup' : 'group', ...labelsOf(element, place) }, groups.map(groupNode));
}
