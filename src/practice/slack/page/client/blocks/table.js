/** Tables, which scroll inside themselves where they are wider than their message. */
import { h } from '../dom.js';
import { textWithEmoji } from '../emoji.js';
import { richTextNodes } from './rich-text.js';

const mostRows = 200;

export function tableBlock(block, stand) {
  const [head, ...rows] = (block.rows ?? []).slice(0, mostRows);
  const cell = (tag) => (each, at) => {
    const align = block.column_settings?.[at]?.align ?? (each?.type === 'raw_number' ? 'right' : null);
    return h(
      tag,
      { class: align === null ? null : `align-${align}` },
      each?.type === 'rich_text' ? richTextNodes(each, stand.names) : textWithEmoji(String(each?.text ?? each?.value ?? '')),
    );
  };
  const table = h(
    'table',
    null,
    typeof block.caption === 'string' && h('caption', null, block.caption),
    head !== undefined && h('thead', null, h('tr', null, head.map(cell('th')))),
    h(
      'tbody',
      null,
      rows.map((row) => h('tr', null, row.map(cell('td')))),
    ),
  );
  return h('div.table-scroll', { tabIndex: 0, role: 'region', 'aria-label': 'Table' }, table);
}
