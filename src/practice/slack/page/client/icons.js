/** Line drawings of 24 by 24, built as elements: the page loads no image. */

const paths = {
  hash: ['M9 4 7 20', 'M17 4l-2 16', 'M4 9h17', 'M3 15h17'],
  lock: ['M6 11h12v9H6z', 'M9 11V8a3 3 0 0 1 6 0v3'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  close: ['M6 6l12 12', 'M18 6 6 18'],
  back: ['M15 5l-7 7 7 7'],
  down: ['M6 9l6 6 6-6'],
  up: ['M6 15l6-6 6 6'],
  right: ['M9 5l7 7-7 7'],
  reply: ['M10 8 5 13l5 5', 'M5 13h9a5 5 0 0 0 5-5V6'],
  more: ['M5 12h.01', 'M12 12h.01', 'M19 12h.01'],
  pin: ['M9 4h6l-1 6 3 3v2H7v-2l3-3z', 'M12 15v5'],
  people: [
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7',
    'M3 20c0-4 2.5-6 6-6s6 2 6 6',
    'M16 4.5a3.5 3.5 0 0 1 0 6',
    'M18 14.5c2 .8 3 2.6 3 5.5',
  ],
  link: ['M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1', 'M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1'],
  file: ['M7 3h7l4 4v14H7z', 'M14 3v4h4'],
  send: ['M5 12 4 5l17 7-17 7 1-7z', 'M5 12h8'],
  eye: [
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z',
    'M12 14.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  ],
  copy: ['M9 9h11v11H9z', 'M5 15H4V4h11v1'],
  check: ['M5 13l4 4L19 7'],
  warning: ['M12 4 2.5 20h19z', 'M12 10v5', 'M12 17.500v.01'],
  home: ['M4 11l8-7 8 7v9h-5v-6H9v6H4z'],
  bolt: ['M13 3 5 14h6l-1 7 8-11h-6z'],
  trash: ['M5 7h14', 'M9 7V4h6v3', 'M7 7l1 13h8l1-13'],
  picture: ['M4 5h16v14H4z', 'M4 16l5-5 4 4 3-3 4 4'],
};

/**
 * @param {keyof typeof paths} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  return drawing(
    '0 0 24 24',
    'icon',
    paths[name].map((d) => ({
      tag: 'path',
      d,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': '1.8',
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    })),
  );
}

/**
 * @param {string} viewBox
 * @param {string} className
 * @param {Record<string, string>[]} shapes `tag` and attributes
 * @returns {SVGSVGElement}
 */
export function drawing(viewBox, className, shapes) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', viewBox);
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  for (const { tag, ...attributes } of shapes) {
    const shape = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}
