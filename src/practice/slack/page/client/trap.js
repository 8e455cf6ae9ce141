/** Keeps the keyboard inside a dialog while it is open. */

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** @param {HTMLElement} dialog @param {() => void} onEscape */
export function trapFocus(dialog, onEscape) {
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    }
    if (event.key !== 'Tab') return;
    const inside = [...dialog.querySelectorAll(focusable)].filter(
      (each) => each instanceof HTMLElement && each.offsetParent !== null,
    );
    const first = inside[0];
    const last = inside.at(-1);
    const at = document.activeElement;
    const leaves = event.shiftKey ? at === first || at === dialog : at === last;
    const to = event.shiftKey ? last : first;
    if (leaves && to instanceof HTMLElement) {
      event.preventDefault();
      to.focus();
    }
  });
}
