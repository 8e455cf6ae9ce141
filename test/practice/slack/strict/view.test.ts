import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const modal: ModalView = {
  type: 'modal',
  callback_id: 'declare',
  private_metadata: 'x'.repeat(3_000),
  title: plain('x'.repeat(24)),
  submit: plain('Declare'),
  close: plain('Cancel'),
  clear_on_close: true,
  notify_on_close: false,
  blocks: [
    { type: 'input', block_id: 'where', label: plain('Where'), element: { type: 'plain_text_input', action_id: 'a' } },
    { type: 'section', text: { type: 'mrkdwn', text: 'Never type the secret itself.' } },
  ],
} as ModalView;

const said = (view: unknown) => viewFaults(view).map(({ pointer, message }) => `${pointer} ${message}`);

test('a form and a home tab as Slack’s types have them are taken', () => {
  expect(said(modal)).toEqual([]);
  expect(said({ type: 'home', blocks: modal.blocks })).toEqual([]);
});

describe('a view that Slack would not take is refused, and pointed to', () => {
  const without = (name: keyof ModalView) => Object.fromEntries(Object.entries(modal).filter(([key]) => key !== name));
  test.each<[string, unknown, string]>([
    ['no view', 'modal', ' must provide an object'],
    ['no type', without('type'), ' missing required field: type'],
    ['another type', { ...modal, type: 'dialog' }, '/type unsupported type: dialog'],
    ['no title', without('title'), ' missing required field: title'],
    ['no blocks', without('blocks'), ' missing required field: blocks'],
    ['an input and nothing to send it with', without('submit'), ' missing required field: submit'],
    ['a title of 25 characters', { ...modal, title: plain('x'.repeat(25)) }, '/title/text must be less than 25 characters'],
    ['a submit of 25 characters', { ...modal, submit: plain('x'.repeat(25)) }, '/submit/text must be less than 25 characters'],
    ['a long memory', { ...modal, private_metadata: 'x'.repeat(3_001) }, '/private_metadata must be less than 3001 characters'],
    ['a long name', { ...modal, callback_id: 'x'.repeat(256) }, '/callback_id must be less than 256 characters'],
    ['a title in mrkdwn', { ...modal, title: { type: 'mrkdwn', text: 'a' } }, '/title/type must be: plain_text'],
    ['a field of no view', { ...modal, colour: 'red' }, ' invalid additional property: colour'],
    [
      '101 blocks',
      { ...modal, blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
      '/blocks no more than 100 items allowed',
    ],
    ['a fault in a block', { ...modal, blocks: [{ type: 'section' }] }, '/blocks/0 missing required field: text'],
    ['a title on a home tab', { type: 'home', title: plain('a'), blocks: [] }, ' invalid additional property: title'],
  ])('%s', (_name, view, expected) => {
    expect(said(view)).toContain(expected);
  });

  test('more than 250 kB', () => {
    const blocks = Array.from({ length: 100 }, () => ({ type: 'section', text: plain('x'.repeat(2_600)) }));
    expect(said({ ...modal, blocks })).toEqual([' view_too_large']);
  });
});
