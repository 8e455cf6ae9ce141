/** Parts of the page that are built anew when what they show has changed, and only then: focus, caret and scroll stay where they were. */

/**
 * @param {HTMLElement} node
 * @returns {(signature: unknown, build: () => any[]) => boolean} whether it was built anew
 */
export function region(node) {
  let shown = null;
  return (signature, build) => {
    const now = JSON.stringify(signature);
    if (now === shown) return false;
    shown = now;
    keepingFocus(node, () => node.replaceChildren(...build().filter(Boolean)));
    return true;
  };
}

/**
 * One child an item, by key: a child stays the same element while its signature stays the same.
 * @param {HTMLElement} node
 * @returns {(items: { key: string, signature: unknown, build: () => any }[]) => void}
 */
export function keyedList(node) {
  /** @type {Map<string, { signature: string, element: HTMLElement }>} */
  let shown = new Map();
  return (items) => {
    keepingFocus(node, () => {
      const next = new Map(
        items.map(({ key, signature, build }) => [key, sameOrNew(shown.get(key), JSON.stringify(signature), build)]),
      );
      inOrder(
        node,
        [...next.values()].map(({ element }) => element),
      );
      shown = next;
    });
  };
}

const sameOrNew = (before, signature, build) => (before?.signature === signature ? before : { signature, element: build() });

/** Moves as little as it can: what stays where it is keeps its focus. */
function inOrder(node, elements) {
  const wanted = new Set(elements);
  for (const child of [...node.children]) if (!wanted.has(child)) child.remove();
  let place = node.firstChild;
  for (const element of elements) {
    if (place === element) place = place.nextSibling;
    else node.insertBefore(element, place);
  }
}

/** What had the focus is found again by its `data-focus` or `data-testid`; a caret keeps its place. */
export function keepingFocus(node, change) {
  const before = document.activeElement;
  const inside = before !== null && before !== node && node.contains(before);
  const mark = inside ? markOf(before) : null;
  const caret = inside && isTextBox(before) ? [before.selectionStart, before.selectionEnd] : null;
  const scrolled = node.scrollTop;
  change();
  if (node.scrollTop !== scrolled) node.scrollTop = scrolled;
  if (!inside || node.contains(document.activeElement) || mark === null) return;
  const again = [...node.querySelectorAll(`[data-${mark.name}]`)].find(
    (each) => each.getAttribute(`data-${mark.name}`) === mark.value,
  );
  if (!(again instanceof HTMLElement)) return;
  again.focus({ preventScroll: true });
  if (caret !== null && isTextBox(again)) again.setSelectionRange(caret[0], caret[1]);
}

function markOf(element) {
  for (const name of ['focus', 'testid']) {
    const value = element.getAttribute(`data-${name}`);
    if (value !== null) return { name, value };
  }
  return null;
}

/** @returns {element is HTMLInputElement | HTMLTextAreaElement} */
const isTextBox = (element) =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && ['text', 'search', 'url'].includes(element.type));
