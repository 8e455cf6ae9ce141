/** One view of an app as a dialog: title, what went wrong, blocks, buttons. */
import { blockNodes } from './blocks/blocks.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/**
 * @param {import('../protocol.ts').PageView} page
 * @param {{ stand: import('./blocks/blocks.js').Stand, depth: number, trouble: string | null, waiting: boolean, dismiss(): void, submit(): void }} parts
 */
export function modalPage(page, { stand, depth, trouble, waiting, dismiss, submit }) {
  const view = /** @type {any} */ (page.view);
  const sent = (event) => {
    event.preventDefault();
    submit();
  };
  return h(
    'form.dialog-form',
    { novalidate: true, on: { submit: sent } },
    h(
      'div.dialog-head',
      null,
      h('h2', { id: 'modal-title', data: { testid: 'modal-title' } }, String(view.title?.text ?? '')),
      depth > 1 && h('span.tag', null, `${depth} open`),
      h(
        'button.icon-button',
        { type: 'button', 'aria-label': 'Close', data: { testid: 'modal-x' }, on: { click: dismiss } },
        icon('close'),
      ),
    ),
    trouble !== null &&
      h('p.dialog-trouble', { role: 'alert', data: { testid: 'modal-trouble' } }, icon('warning'), h('span', null, trouble)),
    h('div.dialog-body', { data: { testid: 'modal-body' } }, blockNodes(view.blocks ?? [], stand)),
    h('div.dialog-foot', null, closeButton(view, dismiss), view.submit ? submitButton(view, waiting) : null),
  );
}

const closeButton = (view, dismiss) =>
  h(
    'button.button',
    { type: 'button', data: { testid: 'modal-close', focus: 'modal-close' }, on: { click: dismiss } },
    String(view.close?.text ?? (view.submit ? 'Cancel' : 'Close')),
  );

const submitButton = (view, waiting) =>
  h(
    'button.button.primary',
    {
      type: 'submit',
      disabled: waiting,
      'aria-busy': waiting ? 'true' : null,
      data: { testid: 'modal-submit', focus: 'modal-submit' },
    },
    String(view.submit.text ?? 'Submit'),
    waiting && h('span.spinner', { 'aria-hidden': 'true' }),
  );
