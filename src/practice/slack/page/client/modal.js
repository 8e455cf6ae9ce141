/**
 * The modals of an app: the topmost is shown. It is drawn anew only when its hash has changed, and what was typed into inputs whose
 * block_id and action_id stayed is kept.
 */
import { blockNodes } from './blocks/blocks.js';
import { askConfirm } from './confirm.js';
import { h } from './dom.js';
import { createForm, faultsOf } from './form.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { region } from './region.js';
import { trapFocus } from './trap.js';

/**
 * @param {{ me(): string, post(act: any): Promise<import('../protocol.ts').Done>, send(act: any): Promise<import('../protocol.ts').Done>,
 *   pending: ReturnType<typeof import('./pending.js').createPending> }} parts `post`: without a toast, the modal shows what went wrong
 */
export function createModal({ me, post, send, pending }) {
  /** @type {Map<string, { form: import('./form.js').Form, faults: Record<string, string>, trouble: string | null, hash: string }>} */
  const kept = new Map();
  const box = h('div.dialog', {
    role: 'dialog',
    'aria-modal': 'true',
    'aria-labelledby': 'modal-title',
    tabIndex: -1,
    data: { testid: 'modal' },
  });
  const node = h('div.dialog-layer', { hidden: true }, box);
  const draw = region(box);
  let open = '';
  let openedFrom = null;
  let latest = null;
  const keep = (id) => {
    const found = kept.get(id) ?? { form: createForm(), faults: {}, trouble: null, hash: '' };
    kept.set(id, found);
    return found;
  };
  const redraw = () => latest !== null && update(latest.modals, latest.names);

  async function submit(page) {
    const state = keep(page.id);
    state.faults = faultsOf(page.view.blocks ?? [], state.form);
    state.trouble = null;
    redraw();
    const wrong = box.querySelector('[aria-invalid="true"]');
    if (wrong instanceof HTMLElement) wrong.focus();
    if (Object.keys(state.faults).length > 0) return;
    const values = state.form.valuesOf(page.view.blocks ?? []);
    const done = await pending.while(`submit ${page.id}`, () =>
      post({ as: me(), act: 'submit', view: page.id, state: values }),
    );
    if (done !== null && !done.ok) state.trouble = done.error;
    redraw();
  }
  const dismiss = (page) => void send({ as: me(), act: 'dismiss', view: page.id });
  trapFocus(box, () => {
    const page = latest?.modals.at(-1);
    if (page !== undefined) dismiss(page);
  });

  function standOf(page, names, state) {
    const blocks = page.view.blocks ?? [];
    return {
      names,
      form: state.form,
      errors: { ...page.errors, ...state.faults },
      busy: (blockId, actionId) => pending.has(`view ${page.id} ${blockId}/${actionId}`),
      press: (blockId, actionId, value) =>
        void pending.while(`view ${page.id} ${blockId}/${actionId}`, () =>
          send({ as: me(), act: 'press-view', view: page.id, blockId, actionId, value, state: state.form.valuesOf(blocks) }),
        ),
      confirm: (dialog) => askConfirm(dialog, names),
      menu: openMenu,
    };
  }
  function drawPage(page, depth, names, state) {
    const { view } = page;
    const waiting = pending.has(`submit ${page.id}`);
    const close = h(
      'button.button',
      { type: 'button', data: { testid: 'modal-close' }, on: { click: () => dismiss(page) } },
      String(view.close?.text ?? (view.submit ? 'Cancel' : 'Close')),
    );
    const submitButton =
      view.submit === undefined || view.submit === null
        ? null
        : h(
            'button.button.primary',
            { type: 'submit', disabled: waiting, 'aria-busy': waiting ? 'true' : null, data: { testid: 'modal-submit' } },
            String(view.submit.text ?? 'Submit'),
            waiting && h('span.spinner', { 'aria-hidden': 'true' }),
          );
    const sent = (event) => {
      event.preventDefault();
      void submit(page);
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
          { type: 'button', 'aria-label': 'Close', data: { testid: 'modal-x' }, on: { click: () => dismiss(page) } },
          icon('close'),
        ),
      ),
      state.trouble !== null &&
        h(
          'p.dialog-trouble',
          { role: 'alert', data: { testid: 'modal-trouble' } },
          icon('warning'),
          h('span', null, state.trouble),
        ),
      h('div.dialog-body', { data: { testid: 'modal-body' } }, blockNodes(view.blocks ?? [], standOf(page, names, state))),
      h('div.dialog-foot', null, close, submitButton),
    );
  }
  function update(modals, names) {
    latest = { modals, names };
    const page = modals.at(-1);
    for (const id of kept.keys()) if (!modals.some((each) => each.id === id)) kept.delete(id);
    node.hidden = page === undefined;
    if (page === undefined) {
      if (open !== '' && openedFrom instanceof HTMLElement && openedFrom.isConnected) openedFrom.focus();
      open = '';
      box.replaceChildren();
      draw(null, () => []);
      return;
    }
    const fresh = page.id !== open;
    if (open === '') openedFrom = document.activeElement;
    const state = keep(page.id);
    if (state.hash !== page.hash) state.form.keepOnly(page.view.blocks ?? []);
    if (state.hash !== '' && state.hash !== page.hash) state.faults = {};
    state.hash = page.hash;
    const busy = [...pending.within(`view ${page.id} `), ...pending.within(`submit ${page.id}`)];
    const scrolled = box.querySelector('.dialog-body')?.scrollTop ?? 0;
    const drawn = draw([page.id, page.hash, page.errors, state.faults, state.trouble, busy, modals.length], () => [
      drawPage(page, modals.length, names, state),
    ]);
    const body = box.querySelector('.dialog-body');
    if (drawn && !fresh && body !== null) body.scrollTop = scrolled;
    open = page.id;
    if (fresh) focusFirst(box);
  }
  return { node, update };
}

function focusFirst(box) {
  const wanted =
    box.querySelector('[data-autofocus]') ??
    box.querySelector('.dialog-body :is(input, select, textarea)') ??
    box.querySelector('.dialog-foot button');
  (wanted instanceof HTMLElement ? wanted : box).focus({ preventScroll: true });
}
