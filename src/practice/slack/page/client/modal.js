/**
 * The modals of an app: the topmost is shown. It is drawn anew only when its hash has changed, and what was typed into inputs whose
 * block_id and action_id stayed is kept.
 */
import { askConfirm } from './confirm.js';
import { h } from './dom.js';
import { createForm, faultsOf } from './form.js';
import { openMenu } from './menu.js';
import { modalPage } from './modal-page.js';
import { region } from './region.js';
import { trapFocus } from './trap.js';

/** @typedef {{ form: import('./form.js').Form, faults: Record<string, string>, trouble: string | null, hash: string }} Kept */
/** @typedef {ReturnType<typeof import('./pending.js').createPending>} Pending */

/**
 * @param {{ me(): string, post(act: any): Promise<import('../protocol.ts').Done>, send(act: any): Promise<import('../protocol.ts').Done>,
 *   pending: Pending }} parts `post`: without a toast, the modal shows what went wrong
 */
export function createModal({ me, post, send, pending }) {
  /** @type {Map<string, Kept>} */
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
  let shown = '';
  let openedFrom = null;
  let latest = { modals: /** @type {import('../protocol.ts').PageView[]} */ ([]), names: null };
  const dismiss = (page) => void send({ as: me(), act: 'dismiss', view: page.id });
  trapFocus(box, () => latest.modals.length > 0 && dismiss(latest.modals.at(-1)));

  async function submit(page, state) {
    state.faults = faultsOf(page.view.blocks ?? [], state.form);
    state.trouble = null;
    update(latest.modals, latest.names);
    const wrong = box.querySelector('[aria-invalid="true"]');
    if (wrong instanceof HTMLElement) wrong.focus();
    if (Object.keys(state.faults).length > 0) return;
    const values = state.form.valuesOf(page.view.blocks ?? []);
    const done = await pending.while(`submit ${page.id}`, () =>
      post({ as: me(), act: 'submit', view: page.id, state: values }),
    );
    if (done !== null && !done.ok) state.trouble = done.error;
    update(latest.modals, latest.names);
  }
  function close() {
    node.hidden = true;
    draw(null, () => []);
    if (shown !== '' && openedFrom instanceof HTMLElement && openedFrom.isConnected) openedFrom.focus();
    shown = '';
  }
  function show(page, depth, names) {
    const fresh = page.id !== shown;
    if (shown === '') openedFrom = document.activeElement;
    shown = page.id;
    node.hidden = false;
    const state = keptFor(kept, page);
    const waiting = pending.has(`submit ${page.id}`);
    const scrolled = box.querySelector('.dialog-body')?.scrollTop ?? 0;
    const stand = standOf(page, { names, state, me, send, pending });
    const parts = {
      stand,
      depth,
      trouble: state.trouble,
      waiting,
      dismiss: () => dismiss(page),
      submit: () => void submit(page, state),
    };
    const busy = pending.within(`view ${page.id} `);
    const drawn = draw([page.id, page.hash, page.errors, state.faults, state.trouble, busy, waiting, depth], () => [
      modalPage(page, parts),
    ]);
    const body = box.querySelector('.dialog-body');
    if (drawn && !fresh && body !== null) body.scrollTop = scrolled;
    if (fresh) focusFirst(box);
  }
  function update(modals, names) {
    latest = { modals, names };
    for (const id of kept.keys()) if (!modals.some((each) => each.id === id)) kept.delete(id);
    const page = modals.at(-1);
    if (page === undefined) close();
    else show(page, modals.length, names);
  }
  return { node, update };
}

/** What is kept of this view; with a new hash, of what still stands in it. */
function keptFor(kept, page) {
  const state = kept.get(page.id) ?? { form: createForm(), faults: {}, trouble: null, hash: page.hash };
  kept.set(page.id, state);
  if (state.hash === page.hash) return state;
  state.hash = page.hash;
  state.faults = {};
  state.form.keepOnly(page.view.blocks ?? []);
  return state;
}

/** @returns {import('./blocks/blocks.js').Stand} */
function standOf(page, { names, state, me, send, pending }) {
  const key = (blockId, actionId) => `view ${page.id} ${blockId}/${actionId}`;
  return {
    names,
    form: state.form,
    errors: { ...page.errors, ...state.faults },
    busy: (blockId, actionId) => pending.has(key(blockId, actionId)),
    press(blockId, actionId, value) {
      const values = state.form.valuesOf(page.view.blocks ?? []);
      void pending.while(key(blockId, actionId), () =>
        send({ as: me(), act: 'press-view', view: page.id, blockId, actionId, value, state: values }),
      );
    },
    confirm: (dialog) => askConfirm(dialog, names),
    menu: openMenu,
  };
}

function focusFirst(box) {
  const wanted =
    box.querySelector('[data-autofocus]') ??
    box.querySelector('.dialog-body :is(input, select, textarea)') ??
    box.querySelector('.dialog-foot .primary') ??
    box.querySelector('.dialog-foot button');
  (wanted instanceof HTMLElement ? wanted : box).focus({ preventScroll: true });
}
