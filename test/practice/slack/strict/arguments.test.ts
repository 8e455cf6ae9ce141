import { expect, test } from 'vitest';
import { methods } from '../../../../src/practice/slack/api/methods.ts';
import { argumentFaults } from '../../../../src/practice/slack/strict/arguments.ts';
import { argumentSchemas } from '../../../../src/practice/slack/strict/schema-faults.ts';

test('every method that practice answers has its arguments in the schema', () => {
  expect([...methods.keys()].filter((name) => argumentSchemas(name) === undefined)).toEqual([]);
});

test('an argument that is missing is named as Slack names it', () => {
  expect(argumentFaults('chat.postMessage', { text: 'hi' })).toEqual(['missing required field: channel']);
  expect(argumentFaults('conversations.setTopic', { channel: 'C1' })).toEqual(['missing required field: topic']);
  expect(argumentFaults('views.open', { trigger_id: '1.2.a' })).toEqual(['missing required field: view']);
});

test('an argument that a method has a code of its own for is left to the method', () => {
  expect(argumentFaults('conversations.create', {})).toEqual([]);
  expect(argumentFaults('pins.add', {})).toEqual(['missing required field: channel']);
});

test('what a client sends for nothing counts as missing', () => {
  expect(argumentFaults('conversations.info', { channel: '' })).toEqual(['missing required field: channel']);
  expect(argumentFaults('conversations.info', { channel: null })).toEqual(['missing required field: channel']);
});

test('text is taken for a number and a flag, as forms have nothing else', () => {
  expect(argumentFaults('conversations.history', { channel: 'C1', limit: '20', inclusive: 'true' })).toEqual([]);
  expect(argumentFaults('conversations.create', { name: 'a', is_private: '1' })).toEqual([]);
  expect(argumentFaults('conversations.invite', { channel: 'C1', users: ['U1', 'U2'] })).toEqual([]);
});

test('what is no number and no flag is refused with a pointer to it', () => {
  expect(argumentFaults('conversations.history', { channel: 'C1', limit: 'ten', inclusive: 'maybe' }).toSorted()).toEqual([
    'must provide a boolean [json-pointer:/inclusive]',
    'must provide a number [json-pointer:/limit]',
  ]);
});

test('a file without its id is pointed to', () => {
  expect(argumentFaults('files.completeUploadExternal', { files: [{ title: 'x' }] })).toEqual([
    'missing required field: id [json-pointer:/files/0]',
  ]);
});

test('the token and arguments that the method does not know are left alone', () => {
  expect(argumentFaults('auth.test', { token: 'x', foo: 'bar' })).toEqual([]);
  expect(argumentFaults('api.test', { foo: ['bar'] })).toEqual([]);
});

test('a hostile name of an argument or a method is no name of the schema', () => {
  expect(argumentFaults('constructor', { channel: 1 })).toEqual([]);
  expect(argumentFaults('auth.test', { constructor: 'x', toString: 1 })).toEqual([]);
});
