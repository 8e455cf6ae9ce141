/**
 * How much Slack takes. Characters are Unicode code points. What the types of Slack's SDK say nothing about stands here, as its
 * pages and comments have it: https://docs.slack.dev/reference/block-kit
 */

export const mostMessageBlocks = 50;
export const mostViewBlocks = 100;
/** Of a block_id, an action_id, a callback_id and an external_id. */
export const mostIdChars = 255;
/** Of title, submit and close of a modal. */
export const mostModalWordChars = 24;
export const mostPrivateMetadataChars = 3_000;
/** Of a view as JSON. */
export const mostViewBytes = 250_000;
/** In all markdown blocks of a message together. */
export const mostMarkdownChars = 12_000;
/** In all cells of a table together. */
export const mostTableChars = 10_000;
export const mostTablesInMessage = 1;

/** Of one field of a block, an element or a text: a path of names and list positions (`*` is each), and the least and most. */
export type Limit = { at: string; unit: 'characters' | 'items' | 'value'; least: number; most: number };

const characters = (at: string, most: number, least = 0): Limit => ({ at, unit: 'characters', least, most });
const items = (at: string, most: number, least = 1): Limit => ({ at, unit: 'items', least, most });
const value = (at: string, least: number, most: number): Limit => ({ at, unit: 'value', least, most });

const optionsOf = (at: string, most: number): Limit[] => [
  items(at, most),
  characters(`${at}.*.text.text`, 75, 1),
  characters(`${at}.*.value`, 150),
  characters(`${at}.*.description.text`, 75),
  characters(`${at}.*.url`, 3_000),
];
const choices = [
  ...optionsOf('options', 100),
  items('option_groups', 100),
  items('option_groups.*.options', 100),
  characters('option_groups.*.label.text', 75, 1),
];
const text = [characters('text', 3_000, 1)];
const typed = [value('min_length', 0, 3_000), value('max_length', 1, 3_000), characters('initial_value', 3_000)];

/** By the `type` of the object they hold for. */
export const limitsByType: ReadonlyMap<string, readonly Limit[]> = new Map([
  ['plain_text', text],
  ['mrkdwn', text],
  ['header', [characters('text.text', 150)]],
  ['section', [items('fields', 10), characters('fields.*.text', 2_000)]],
  ['actions', [items('elements', 25)]],
  ['context', [items('elements', 10)]],
  ['context_actions', [items('elements', 5)]],
  ['input', [characters('label.text', 2_000), characters('hint.text', 2_000)]],
  ['image', [characters('image_url', 3_000, 1), characters('alt_text', 2_000, 1), characters('title.text', 2_000)]],
  ['markdown', [characters('text', mostMarkdownChars, 1)]],
  ['table', [items('rows', 100), items('rows.*', 20), items('column_settings', 20, 0)]],
  ['data_table', [items('rows', 100), items('rows.*', 20), value('page_size', 1, 100)]],
  ['video', [characters('title.text', 199), characters('author_name', 49)]],
  ['card', [characters('title.text', 150), characters('subtitle.text', 150), characters('body.text', 200)]],
  ['carousel', [items('elements', 10)]],
  ['container', [items('child_blocks', 10), characters('title.text', 150), characters('subtitle.text', 150)]],
  [
    'button',
    [
      characters('text.text', 75, 1),
      characters('value', 2_000),
      characters('url', 3_000),
      characters('accessibility_label', 75),
    ],
  ],
  ['workflow_button', [characters('text.text', 75, 1), characters('accessibility_label', 75)]],
  ['static_select', choices],
  ['multi_static_select', choices],
  ['radio_buttons', optionsOf('options', 10)],
  ['checkboxes', optionsOf('options', 10)],
  ['overflow', optionsOf('options', 5)],
  ['plain_text_input', typed],
  ['file_input', [value('max_files', 1, 10)]],
]);

/** Of any object that has these fields. */
export const limitsOfAll: readonly Limit[] = [
  characters('block_id', mostIdChars, 1),
  characters('action_id', mostIdChars, 1),
  characters('placeholder.text', 150, 1),
  characters('confirm.title.text', 100),
  characters('confirm.text.text', 300),
  characters('confirm.confirm.text', 30),
  characters('confirm.deny.text', 30),
  value('max_selected_items', 1, 1_000_000),
];
