/** The question behind a button, as the app wrote it. */
import { h } from './dom.js';
import { textObjectNodes } from './inline.js';
import { trapFocus } from './trap.js';

/** @param {any} dialog a confirm object of Block Kit @param {import('./names.js').Names} names @returns {Promise<boolean>} */
export function askConfirm(dialog, names) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const answer = (yes) => {
      layer.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      resolve(yes);
    };
    const yes = h(
      `button.button.${dialog.style === 'danger' ? 'danger' : 'primary'}`,
      { type: 'button', data: { testid: 'confirm-yes' }, on: { click: () => answer(true) } },
      String(dialog.confirm?.text ?? 'Yes'),
    );
    const no = h(
      'button.button',
      { type: 'button', data: { testid: 'confirm-no' }, on: { click: () => answer(false) } },
      String(dialog.deny?.text ?? 'Cancel'),
    );
    const box = h(
      'div.dialog.dialog-small',
      { role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'confirm-title', data: { testid: 'confirm' } },
      h('div.dialog-head', null, h('h2', { id: 'confirm-title' }, String(dialog.title?.text ?? 'Are you sure?'))),
      h('div.dialog-body', null, textObjectNodes(dialog.text, names)),
      h('div.dialog-foot', null, no, yes),
    );
    const layer = h('div.dialog-layer', null, box);
    trapFocus(box, () => answer(false));
    document.body.append(layer);
    yes.focus();
  });
}
