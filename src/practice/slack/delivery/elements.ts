/** The interactive elements of blocks, and what one of them says when it is acted on. Pure. */
import type { Json } from '../../../platform/canonical.ts';
import type { JsonObject } from '../workspace/model.ts';

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The element with this action_id in that block; null when there is none (any more). */
export function elementOf(blocks: Json | undefined, blockId: string, actionId: string): JsonObject | null {
  const block = (Array.isArray(blocks) ? blocks : []).find((one) => isObject(one) && one.block_id === blockId);
  if (!isObject(block)) return null;
  const within = [block.accessory, block.element, ...(Array.isArray(block.elements) ? block.elements : [])];
  const found = within.find((element) => isObject(element) && element.action_id === actionId);
  return isObject(found) ? found : null;
}

/** What may be chosen or written in an element, by the type of it. */
const said = [
  'value',
  'selected_option',
  'selected_options',
  'selected_user',
  'selected_users',
  'selected_channel',
  'selected_channels',
  'selected_conversation',
  'selected_conversations',
  'selected_date',
  'selected_time',
  'selected_date_time',
  'rich_text_value',
] as const;

/** One of `actions`: what the app itself put into the element, and of the rest what the person chose. */
export function actionOf(element: JsonObject, blockId: string, chosen: JsonObject, actionTs: string): JsonObject {
  const { type = '', action_id = '', placeholder, text, value, style, url } = element;
  const action: JsonObject = { type, action_id, block_id: blockId, action_ts: actionTs };
  if (type === 'button') return { ...action, ...present({ text, value, style, url }) };
  return { ...action, ...present({ placeholder }), ...present(Object.fromEntries(said.map((key) => [key, chosen[key]]))) };
}

function present(fields: Record<string, Json | undefined>): JsonObject {
  const known = Object.entries(fields).filter((field): field is [string, Json] => field[1] !== undefined);
  return Object.fromEntries(known);
}

/** Whether what was chosen is one of the options that the element offers. */
export function isOffered(element: JsonObject, chosen: JsonObject): boolean {
  const options = optionsOf(element);
  if (options === null) return true;
  const values = new Set(options.map((option) => (isObject(option) ? option.value : null)));
  const picked = Array.isArray(chosen.selected_options) ? chosen.selected_options : [chosen.selected_option ?? null];
  return picked.every((one) => one === null || (isObject(one) && values.has(one.value ?? null)));
}

function optionsOf(element: JsonObject): Json[] | null {
  if (Array.isArray(element.options)) return element.options;
  if (!Array.isArray(element.option_groups)) return null;
  return element.option_groups.flatMap((group) => (isObject(group) && Array.isArray(group.options) ? group.options : []));
}
