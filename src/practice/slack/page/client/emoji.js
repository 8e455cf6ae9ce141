/** A small table of emoji. The ones an incident uses are drawn, so that they look the same on a machine without an emoji font. */
import { h } from './dom.js';
import { drawing } from './icons.js';

const round = (fill) => [{ tag: 'circle', cx: '12', cy: '12', r: '9', fill }];
const square = (fill) => [{ tag: 'rect', x: '3', y: '3', width: '18', height: '18', rx: '4', fill }];
const line = (d, stroke = '#fff', width = '2.6') => ({
  tag: 'path',
  d,
  fill: 'none',
  stroke,
  'stroke-width': width,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
});
const shape = (d, fill) => ({ tag: 'path', d, fill });

const drawn = {
  red_circle: ['🔴', round('#e03131')],
  large_green_circle: ['🟢', round('#2f9e44')],
  large_yellow_circle: ['🟡', round('#f2b705')],
  large_orange_circle: ['🟠', round('#f76707')],
  large_blue_circle: ['🔵', round('#1c7ed6')],
  white_circle: [
    '⚪',
    [{ tag: 'circle', cx: '12', cy: '12', r: '8', fill: '#e9ecef', stroke: '#adb5bd', 'stroke-width': '1.5' }],
  ],
  black_circle: ['⚫', round('#343a40')],
  white_check_mark: ['✅', [...square('#2f9e44'), line('M7.5 12.5 10.5 15.5 16.5 8.5')]],
  heavy_check_mark: ['✔', [line('M5 12.5 10 17.5 19 7', '#2f9e44', '3.2')]],
  x: ['❌', [line('M6 6 18 18M18 6 6 18', '#e03131', '3.4')]],
  no_entry: ['⛔', [...round('#e03131'), line('M7.5 12h9', '#fff', '3')]],
  warning: ['⚠', [shape('M12 3 1.5 21h21z', '#f2b705'), line('M12 10v5M12 18v.01', '#343a40', '2.2')]],
  hourglass_flowing_sand: ['⏳', [shape('M6 3h12l-4.5 9L18 21H6l4.5-9z', '#e8a33d'), line('M5 3h14M5 21h14', '#7a5a2b', '2')]],
  stopwatch: [
    '⏱',
    [
      { tag: 'circle', cx: '12', cy: '13.5', r: '8', fill: '#e9ecef', stroke: '#495057', 'stroke-width': '2' },
      line('M12 13.500V9M9.5 3h5', '#495057', '2'),
    ],
  ],
  lock: ['🔒', [shape('M5 10h14v11H5z', '#e8a33d'), line('M8 10V7.500a4 4 0 0 1 8 0V10', '#868e96', '2.2')]],
  unlock: ['🔓', [shape('M5 10h14v11H5z', '#e8a33d'), line('M8 10V6.500a4 4 0 0 1 7.5-1.5', '#868e96', '2.2')]],
  key: [
    '🔑',
    [
      { tag: 'circle', cx: '8', cy: '8', r: '4', fill: 'none', stroke: '#e8a33d', 'stroke-width': '2.6' },
      line('M11 11l8 8M16 16l2.5-2.5', '#e8a33d'),
    ],
  ],
  rotating_light: [
    '🚨',
    [
      shape('M6 17a6 6 0 0 1 12 0z', '#e03131'),
      shape('M4 18h16v3H4z', '#495057'),
      line('M12 3v3M4.5 6l2 2M19.5 6l-2 2', '#e03131', '2'),
    ],
  ],
  pushpin: ['📌', [shape('M9 3h6l-1 7 3 3v2H7v-2l3-3z', '#e03131'), line('M12 15v6', '#868e96', '2')]],
  bell: ['🔔', [shape('M5 17c2-2 1-9 7-9s5 7 7 9z', '#f2b705'), line('M12 5v2M10 20h4', '#b8860b', '2')]],
  shield: ['🛡', [shape('M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z', '#1c7ed6')]],
  information_source: ['ℹ', [...square('#1c7ed6'), line('M12 11v6M12 7.500v.01', '#fff', '2.4')]],
  arrows_counterclockwise: [
    '🔄',
    [...square('#1c7ed6'), line('M8 10a5 5 0 0 1 8-1.500M16 14a5 5 0 0 1-8 1.500M16 6v3h-3M8 18v-3h3', '#fff', '1.8')],
  ],
};

// biome-ignore format: a table reads better in rows
const written = {
  eyes: '👀', tada: '🎉', wave: '👋', fire: '🔥', rocket: '🚀', robot_face: '🤖', bulb: '💡', memo: '📝', thumbsup: '👍', '+1': '👍',
  thumbsdown: '👎', '-1': '👎', pray: '🙏', raised_hand: '✋', scroll: '📜', link: '🔗', mag: '🔍', wrench: '🔧', hammer: '🔨',
  point_right: '👉', arrow_right: '➡', heart: '❤', clock1: '🕐', alarm_clock: '⏰', zzz: '💤', page_facing_up: '📄', closed_lock_with_key: '🔐',
};

const other = {
  hourglass: 'hourglass_flowing_sand',
  green_circle: 'large_green_circle',
  heavy_multiplication_x: 'x',
  cross_mark: 'x',
  check: 'heavy_check_mark',
};

const nameByCharacter = new Map(Object.entries(drawn).map(([name, [character]]) => [character, name]));
/** Emoji that are drawn, as they stand in plain text, with the mark that asks for colour. */
const characters = new RegExp(`(${[...nameByCharacter.keys()].join('|')})\\uFE0F?`, 'u');

/** A node for `:name:`, or null where there is none. */
export function emojiNode(asked) {
  const name = Object.hasOwn(other, asked) ? other[asked] : asked;
  if (Object.hasOwn(drawn, name))
    return h(
      'span.emoji',
      { role: 'img', 'aria-label': name.replaceAll('_', ' ') },
      drawing('0 0 24 24', 'emoji-drawing', drawn[name][1]),
    );
  if (Object.hasOwn(written, name))
    return h('span.emoji', { role: 'img', 'aria-label': name.replaceAll('_', ' ') }, written[name]);
  return null;
}

/** Text nodes, with the drawn emoji in place of their characters. */
export function textWithEmoji(text) {
  const nodes = [];
  for (const [at, piece] of text.split(characters).entries()) {
    if (piece === '') continue;
    nodes.push(at % 2 === 1 ? emojiNode(nameByCharacter.get(piece)) : document.createTextNode(piece));
  }
  return nodes;
}
