/** Blocks as elements. Each kind of block has its function in this table; a kind that is not in it is shown as the text it holds. */
import { h } from '../dom.js';
import { blockIdOf } from '../form.js';
import { textObjectNodes } from '../inline.js';
import { markdownNodes } from '../markdown.js';
import { elementNode } from './elements.js';
import { fallbackNodes } from './fallback.js';
import { inputBlock } from './input.js';
import { contextImage, fileBlock, imageBlock, videoBlock } from './media.js';
import { richTextNodes } from './rich-text.js';
import { tableBlock } from './table.js';

/**
 * Where blocks stand: in a message, a modal or the home tab.
 * @typedef {{ names: import('../names.js').Names, form: import('../form.js').Form, errors: Record<string, string>,
 *   busy(blockId: string, actionId: string): boolean, press(blockId: string, actionId: string, value: any): void,
 *   confirm(dialog: any): Promise<boolean>, menu(anchor: HTMLElement, label: string, items: any[]): void }} Stand
 */

const kinds = {
  header: (block) => h('div.block-header', { role: 'heading', 'aria-level': 3 }, textObjectNodes(block.text, null)),
  section,
  context: (block, stand) =>
    h(
      'div.block-context',
      null,
      (block.elements ?? []).map((each) => contextElement(each, stand)),
    ),
  divider: () => h('hr'),
  actions: (block, stand, blockId) => actionsRow(block.elements ?? [], stand, blockId),
  context_actions: (block, stand, blockId) =>
    actionsRow(
      (block.elements ?? []).filter((each) => each.type !== 'feedback_buttons'),
      stand,
      blockId,
    ),
  input: inputBlock,
  image: imageBlock,
  rich_text: (block, stand) => h('div.block-rich-text', null, richTextNodes(block, stand.names)),
  markdown: (block) => h('div.block-markdown', null, markdownNodes(String(block.text ?? ''))),
  table: tableBlock,
  data_table: tableBlock,
  file: fileBlock,
  video: videoBlock,
};

/**
 * @param {any[]} blocks
 * @param {Stand} stand
 */
export function blockNodes(blocks, stand) {
  return blocks.map((block, at) => {
    const blockId = blockIdOf(block, at);
    const make = Object.hasOwn(kinds, block.type) ? kinds[block.type] : null;
    const node =
      make === null
        ? h('div.block-fallback', null, fallbackNodes(block, stand, blockId, blockNodes))
        : make(block, stand, blockId);
    return h('div.block', { data: { 'block-id': blockId, 'block-type': block.type } }, node);
  });
}

function section(block, stand, blockId) {
  const text = block.text === undefined ? null : h('div.section-text', null, textObjectNodes(block.text, stand.names));
  const fields = (block.fields ?? []).map((field) => h('div.field', null, textObjectNodes(field, stand.names)));
  const body = h('div.section-body', null, text, fields.length > 0 && h('div.fields', null, fields));
  if (block.accessory === undefined || block.accessory === null) return h('div.block-section', null, body);
  const accessory =
    block.accessory.type === 'image' ? contextImage(block.accessory) : elementNode(block.accessory, stand, blockId);
  return h('div.block-section', null, body, h('div.accessory', null, accessory));
}

const contextElement = (each, stand) =>
  each.type === 'image' ? contextImage(each) : h('span.context-text', null, textObjectNodes(each, stand.names));

const actionsRow = (elements, stand, blockId) =>
  h(
    'div.block-actions',
    null,
    elements.map((each) => elementNode(each, stand, blockId)),
  );
