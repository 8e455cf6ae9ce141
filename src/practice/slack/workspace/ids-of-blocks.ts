/** Slack names every block and every interactive element that came without a name, so that a press can say where it was. */
import type { Json } from '../../../platform/canonical.ts';
import type { JsonObject } from './model.ts';

const interactive = /_select$|^(button|overflow|checkboxes|radio_buttons|datepicker|timepicker|datetimepicker)$|_input$/;

/** The same blocks with a block_id each, and an action_id for each element that can be acted on. */
export function withIds(blocks: readonly JsonObject[], newId: () => string): JsonObject[] {
  return blocks.map((block) => {
    const named: JsonObject = { ...block, block_id: block.block_id ?? newId() };
    for (const place of ['accessory', 'element']) if (place in block) named[place] = withActionId(block[place] ?? null, newId);
    if (Array.isArray(block.elements) && block.type !== 'rich_text') {
      named.elements = block.elements.map((element) => withActionId(element, newId));
    }
    return named;
  });
}

function withActionId(element: Json, newId: () => string): Json {
  if (!isObject(element) || typeof element.type !== 'string' || !interactive.test(element.type)) return element;
  return { ...element, action_id: element.action_id ?? newId() };
}

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
