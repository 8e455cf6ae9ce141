/** Blocks that are newer than this page, or rare: what they say is shown, and their buttons work. */
import { h } from '../dom.js';
import { textObjectNodes } from '../inline.js';
import { elementNode } from './elements.js';
import { richTextNodes } from './rich-text.js';

const textFields = ['title', 'subtitle', 'text', 'body', 'description', 'details', 'output', 'status'];

/** @param {any} block @param {import('./blocks.js').Stand} stand @param {(blocks: any[], stand: any) => any[]} blockNodes */
export function fallbackNodes(block, stand, blockId, blockNodes) {
  const texts = [block.rich_text_title, ...textFields.map((name) => block[name])].filter(
    (text) => text !== undefined && text !== null,
  );
  const said = texts.map((text, at) =>
    h(
      at === 0 ? 'div.fallback-title' : 'div',
      null,
      text.type === 'rich_text' ? richTextNodes(text, stand.names) : textObjectNodes(text, stand.names),
    ),
  );
  const children = [
    ...(block.child_blocks ?? []),
    ...(block.type === 'carousel' ? (block.elements ?? []) : []),
    ...(block.tasks ?? []),
  ];
  const actions = (block.actions ?? []).map((each) => elementNode(each, stand, blockId));
  const empty = said.length === 0 && children.length === 0 && actions.length === 0;
  return h(
    `div.card.card-${['info', 'warning', 'error', 'success'].includes(block.level) ? block.level : 'plain'}`,
    null,
    said,
    blockNodes(children, stand),
    actions.length > 0 && h('div.block-actions', null, actions),
    empty && h('span.unshown', null, `[${String(block.type)}: not shown in practice]`),
  );
}
