import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text }) as const;
const long = (chars: number) => 'x'.repeat(chars);
const button = (more: object = {}) => ({ type: 'button', text: plain('Revoke'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (more: object = {}) => ({ text: plain('One'), value: '1', ...more });
const section = (more: object = { text: mrkdwn('A key is out.') }) => ({ type: 'section', ...more });
const select = (more: object) => actions({ type: 'static_select', action_id: 'a', ...more });
const copies = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

const said = (blocks: unknown, where: 'message' | 'modal' | 'home' = 'message') =>
  blockFaults(blocks, where).map(({ pointer, message }) => `${pointer} ${message}`);

const taken: KnownBlock[] = [
  { type: 'header', text: plain(long(150)) },
  {
    type: 'section',
    block_id: 'b1',
    text: mrkdwn(long(3_000)),
    accessory: { type: 'button', text: plain(long(75)), value: 'v' },
  },
  { type: 'section', fields: [mrkdwn(long(2_000)), plain('b')] },
  { type: 'context', elements: [mrkdwn('12:15'), { type: 'image', image_url: 'https://a.example/b.png', alt_text: 'b' }] },
  { type: 'divider' },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'yes',
        style: 'danger',
        text: plain('Yes'),
        value: long(2_000),
        confirm: { title: plain('Sure?'), text: mrkdwn('It ends.'), confirm: plain('Yes'), deny: plain('No') },
      },
      { type: 'overflow', action_id: 'more', options: [{ text: plain('One'), value: '1' }] },
      { type: 'static_select', action_id: 'pick', options: [{ text: plain('One'), value: '1' }], placeholder: plain('Which?') },
    ],
  },
  { type: 'input', label: plain('Why'), element: { type: 'plain_text_input', multiline: true } },
  { type: 'markdown', text: long(12_000) },
  { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }], [{ type: 'raw_text', text: 'b' }]] },
  {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x', style: { code: true } }] }],
  },
];

test('what Slack’s types and limits allow is taken, to the last character', () => {
  expect(said(taken)).toEqual([]);
});

describe('what the types refuse is refused, and pointed to', () => {
  test.each<[string, unknown, string]>([
    ['no list', {}, ' must provide an array'],
    ['no block', ['hello'], '/0 must provide an object'],
    ['a block of no type', [{}], '/0 missing required field: type'],
    ['an unknown block', [{ type: 'nope' }], '/0/type unsupported type: nope'],
    ['an unknown element', [actions({ type: 'slider' })], '/0/elements/0/type unsupported type: slider'],
    ['a button that says nothing', [actions({ type: 'button' })], '/0/elements/0 missing required field: text'],
    ['a field that no block has', [section({ text: mrkdwn('a'), colour: 'red' })], '/0 invalid additional property: colour'],
    ['mrkdwn in a header', [{ type: 'header', text: mrkdwn('a') }], '/0/text/type must be: plain_text'],
    ['a style that is none', [actions(button({ style: 'green' }))], '/0/elements/0/style must be one of: primary, danger'],
    ['a number for a text', [section({ text: { type: 'mrkdwn', text: 7 } })], '/0/text/text must provide a string'],
    ['a section of nothing', [section({})], '/0 missing required field: text'],
    ['an image of nothing', [{ type: 'image', alt_text: 'a' }], '/0 missing required field: image_url'],
    ['a menu of nothing', [select({})], '/0/elements/0 missing required field: options'],
    [
      'a text element in a context of buttons',
      [{ type: 'context', elements: [button()] }],
      '/0/elements/0/type unsupported type: button',
    ],
  ])('%s', (_name, blocks, expected) => {
    expect(said(blocks)).toContain(expected);
  });
});

describe('one more than Slack takes is refused', () => {
  test.each<[string, unknown, string]>([
    ['blocks', copies(51, section()), ' no more than 50 items allowed'],
    ['characters of a text', [section({ text: mrkdwn(long(3_001)) })], '/0/text/text must be less than 3001 characters'],
    ['characters of a header', [{ type: 'header', text: plain(long(151)) }], '/0/text/text must be less than 151 characters'],
    ['fields', [section({ fields: copies(11, plain('a')) })], '/0/fields no more than 10 items allowed'],
    [
      'characters of a field',
      [section({ fields: [plain(long(2_001))] })],
      '/0/fields/0/text must be less than 2001 characters',
    ],
    ['buttons', [actions(...copies(26, button()))], '/0/elements no more than 25 items allowed'],
    [
      'characters on a button',
      [actions(button({ text: plain(long(76)) }))],
      '/0/elements/0/text/text must be less than 76 characters',
    ],
    [
      'characters of a value',
      [actions(button({ value: long(2_001) }))],
      '/0/elements/0/value must be less than 2001 characters',
    ],
    [
      'characters of an address',
      [actions(button({ url: long(3_001) }))],
      '/0/elements/0/url must be less than 3001 characters',
    ],
    [
      'characters of an id',
      [section({ text: plain('a'), block_id: long(256) })],
      '/0/block_id must be less than 256 characters',
    ],
    [
      'elements of a context',
      [{ type: 'context', elements: copies(11, plain('a')) }],
      '/0/elements no more than 10 items allowed',
    ],
    ['options', [select({ options: copies(101, option()) })], '/0/elements/0/options no more than 100 items allowed'],
    [
      'characters of an option',
      [select({ options: [option({ text: plain(long(76)) })] })],
      '/0/elements/0/options/0/text/text must be less than 76 characters',
    ],
    [
      'options of an overflow',
      [actions({ type: 'overflow', options: copies(6, option()) })],
      '/0/elements/0/options no more than 5 items allowed',
    ],
    [
      'characters of a question back',
      [actions(button({ confirm: { title: plain(long(101)), text: plain('a'), confirm: plain('y'), deny: plain('n') } }))],
      '/0/elements/0/confirm/title/text must be less than 101 characters',
    ],
    [
      'characters of markdown in all blocks',
      [
        { type: 'markdown', text: long(6_001) },
        { type: 'markdown', text: long(6_000) },
      ],
      '/1 must be less than 12001 characters together',
    ],
    ['tables', copies(2, { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }), '/1 only_one_table_allowed'],
    [
      'cells of a row',
      [{ type: 'table', rows: [copies(21, { type: 'raw_text', text: 'a' })] }],
      '/0/rows/0 no more than 20 items allowed',
    ],
  ])('%s', (_name, blocks, expected) => {
    expect(said(blocks)).toContain(expected);
  });
});

test('nothing where something must be is refused, too', () => {
  expect(said([section({ text: mrkdwn('') })])).toEqual(['/0/text/text must be more than 0 characters']);
  expect(said([actions()])).toEqual(['/0/elements no less than 1 items allowed']);
});

test('characters are counted, not halves of them', () => {
  expect(said([{ type: 'header', text: plain('🔥'.repeat(150)) }])).toEqual([]);
  expect(said([{ type: 'header', text: plain('🔥'.repeat(151)) }])).toEqual(['/0/text/text must be less than 151 characters']);
});

test('two blocks, or two elements of a block, of one name cannot be told apart', () => {
  const named = section({ text: plain('a'), block_id: 'same' });
  expect(said([named, named])).toEqual(['/1/block_id block_id already exists']);
  expect(said([actions(button({ action_id: 'same' }), button({ action_id: 'same' }))])).toEqual([
    '/0/elements/1/action_id action_id already exists',
  ]);
  expect(said([actions(button({ action_id: 'same' })), actions(button({ action_id: 'same' }))])).toEqual([]);
});

test('what is for messages is refused in a modal, and what is for modals in a message', () => {
  const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
  const files = { type: 'input', label: plain('Log'), element: { type: 'file_input', action_id: 'a' } };
  expect(said([table], 'modal')).toEqual(['/0/type unsupported type: table']);
  expect(said([files], 'message')).toEqual(['/0/element/type unsupported type: file_input']);
  expect(said([files], 'modal')).toEqual([]);
  expect(said(copies(100, section()), 'modal')).toEqual([]);
});

test('a whole message is looked at in less than a millisecond', () => {
  const message = Array.from({ length: 5 }, () => taken.filter(({ type }) => type !== 'table' && type !== 'markdown')).flat();
  const blocks = message.map((block, at) => ({ ...block, block_id: `b${at}` }));
  expect(said(blocks)).toEqual([]);
  const times = Array.from({ length: 100 }, () => {
    const before = performance.now();
    blockFaults(blocks, 'message');
    return performance.now() - before;
  });
  // The least of a hundred: another test may have the processor for most of them.
  expect(Math.min(...times)).toBeLessThan(5);
});
