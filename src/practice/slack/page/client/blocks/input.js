/** An input block: label, element, hint, and what is wrong with it. */
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { plainNodes } from '../inline.js';
import { elementNode } from './elements.js';

export function inputBlock(block, stand, blockId) {
  const error = stand.errors[blockId] ?? null;
  const labelId = `label-${blockId}`;
  const noteId = `note-${blockId}`;
  const element = elementNode(block.element, stand, blockId, {
    labelledBy: labelId,
    describedBy: noteId,
    dispatches: block.dispatch_action === true,
  });
  if (error !== null) element.setAttribute('aria-invalid', 'true');
  return h(
    `div.block-input${error === null ? '' : '.has-error'}`,
    null,
    h(
      'label.input-label',
      { id: labelId, on: { click: () => element.focus?.() } },
      plainNodes(String(block.label?.text ?? '')),
      block.optional === true && h('span.optional', null, ' (optional)'),
    ),
    element,
    h(
      'div.input-note',
      { id: noteId },
      error !== null &&
        h('p.input-error', { role: 'alert', data: { testid: `error-${blockId}` } }, icon('warning'), h('span', null, error)),
      block.hint !== undefined && h('p.input-hint', null, plainNodes(String(block.hint?.text ?? ''))),
    ),
  );
}
