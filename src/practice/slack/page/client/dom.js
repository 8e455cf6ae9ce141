/** Elements from plain values. Text is always a text node: nothing here parses markup. */

/**
 * @param {string} tag `div`, `button.primary.small`
 * @param {Record<string, unknown> | null} [props] `on`: listeners by event; `data`: data-*; `style`: custom properties; `value`, `checked`,
 *   `disabled`, `tabIndex` as properties; the rest as attributes. null, undefined and false leave an attribute out.
 * @param {...unknown} children nodes, strings, arrays of both; null and false are left out
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(props ?? {})) set(element, key, value);
  append(element, children);
  return element;
}

const asProperty = new Set(['value', 'checked', 'disabled', 'tabIndex', 'hidden', 'selected', 'indeterminate']);

function set(element, key, value) {
  if (value === null || value === undefined) return;
  if (key === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  else if (key === 'data') setData(element, value);
  else if (key === 'style') for (const [name, to] of Object.entries(value)) element.style.setProperty(name, to);
  else if (key === 'class') for (const one of String(value).split(' ').filter(Boolean)) element.classList.add(one);
  else if (asProperty.has(key)) element[key] = value;
  else if (value === true) element.setAttribute(key, '');
  else if (value !== false) element.setAttribute(key, String(value));
}

function setData(element, data) {
  for (const [name, value] of Object.entries(data)) {
    if (value !== null && value !== undefined) element.setAttribute(`data-${name}`, String(value));
  }
}

function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child);
  }
}

/** Text for assistive technology only. */
export const unseen = (text) => h('span.unseen', null, text);
