import { expect, test } from 'vitest';
import { readPayload } from '../../../../src/surfaces/slack/hear/read-payload.ts';
import { action, command, event, shortcut, submit, view } from '../bodies.ts';

const by = { user: 'U0ANA', team: 'T0PRACTICE' };

test('a command is read with what was typed behind it', () => {
  expect(readPayload(command({ trigger_id: 't1' }))).toEqual({
    type: 'command',
    by,
    command: '/leak',
    text: 'status',
    channel: 'C0GENERAL',
    channelName: 'general',
    trigger: 't1',
  });
});

test('a button is read with its value and the message it stood on', () => {
  expect(readPayload(action({ trigger_id: 't2' }))).toEqual({
    type: 'action',
    by,
    actionId: 'staunch:approve',
    blockId: 'asking',
    value: '{"nonce":"n"}',
    trigger: 't2',
    message: { channel: 'C0WAR', ts: '1764043920.000100' },
    view: null,
  });
});

test('a menu in a modal is read with its choice and the form as it is now', () => {
  const chosen = {
    action_id: 'staunch:kind',
    block_id: 'kind',
    type: 'static_select',
    selected_option: { value: 'github-pat' },
  };
  const read = readPayload(action({ container: { type: 'view', view_id: 'V0' }, view: view(), actions: [chosen] }));
  expect(read).toMatchObject({ value: 'github-pat', message: null, view: { id: 'V0DECLARE', inputs: ['kind', 'where'] } });
});

test('a submitted form is read with each kind of field', () => {
  expect(readPayload(submit({ trigger_id: null }))).toEqual({
    type: 'submit',
    by,
    trigger: null,
    view: {
      id: 'V0DECLARE',
      hash: '1764043920.abc',
      callbackId: 'staunch:declare',
      privateMetadata: 'meta',
      inputs: ['kind', 'where'],
      state: {
        kind: { kind: { type: 'static_select', value: 'postgres-password', values: ['postgres-password'] } },
        where: { target: { type: 'plain_text_input', value: 'main', values: ['main'] } },
        when: {
          date: { type: 'datepicker', value: null, values: [] },
          at: { type: 'datetimepicker', value: '1764043920', values: ['1764043920'] },
        },
        flags: { flags: { type: 'checkboxes', value: 'public', values: ['public', 'urgent'] } },
      },
    },
  });
});

test('a shortcut on a message is read with the message, a global one without', () => {
  expect(readPayload(shortcut())).toMatchObject({
    type: 'shortcut',
    message: { channel: 'C0GENERAL', ts: '1764043920.000200', text: 'oh no' },
  });
  expect(readPayload(shortcut({ type: 'shortcut', channel: undefined, message: undefined }))).toMatchObject({ message: null });
});

test('a mention by somebody of another organisation keeps their own team', () => {
  const mention = { type: 'app_mention', user: 'U0EVE', channel: 'C0GENERAL', ts: '1.2', text: '<@U0BOT> help' };
  expect(readPayload(event(mention))).toMatchObject({ type: 'mention', by: { user: 'U0EVE', team: 'T0PRACTICE' } });
  expect(readPayload(event({ ...mention, user_team: 'T0OTHER' }))).toMatchObject({ by: { team: 'T0OTHER' } });
});

test('the home tab, other events and a notice without an event inside are told apart', () => {
  expect(readPayload(event({ type: 'app_home_opened', user: 'U0ANA', tab: 'home' }))).toEqual({ type: 'home', by });
  expect(readPayload(event({ type: 'app_home_opened', user: 'U0ANA', tab: 'messages' }))).toMatchObject({ type: 'event' });
  expect(readPayload(event({ type: 'channel_archive', channel: 'C0WAR', user: 'U0ANA' }))).toEqual({
    type: 'event',
    name: 'channel_archive',
    channel: 'C0WAR',
  });
  expect(readPayload(event({ type: 'channel_rename', channel: { id: 'C0WAR', name: 'x' } }))).toMatchObject({
    channel: 'C0WAR',
  });
  expect(readPayload({ type: 'app_rate_limited', team_id: 'T0PRACTICE' })).toMatchObject({ name: 'app_rate_limited' });
});

test('an account of an organisation without a workspace of its own is known by the workspace', () => {
  expect(readPayload(action({ user: { id: 'W0ANA' } }))).toMatchObject({ by: { user: 'W0ANA', team: 'T0PRACTICE' } });
});

test.each([
  ['nothing', null],
  ['text', 'payload'],
  ['a list', [command()]],
  ['an empty body', {}],
  ['an unknown type', { type: 'dialog_submission', user: { id: 'U0ANA' } }],
  ['a closed view', { ...submit(), type: 'view_closed' }],
  ['a command without a user', command({ user_id: undefined })],
  ['a user that is no id', command({ user_id: 'ana; drop table' })],
  ['a text longer than Slack takes', command({ text: 'x'.repeat(40_001) })],
  ['an action without actions', action({ actions: [] })],
  ['more actions than Slack has', action({ actions: Array(26).fill(action().actions[0]) })],
  ['a person without any team', action({ user: { id: 'U0ANA' }, team: null })],
  ['a value longer than a field', action({ actions: [{ ...action().actions[0], value: 'x'.repeat(3_001) }] })],
  ['a view with too much in it', submit({ view: view({ private_metadata: 'x'.repeat(3_001) }) })],
  [
    'a view with too many fields',
    submit({ view: view({ state: { values: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`b${at}`, {}])) } }) }),
  ],
  ['a time that is none', action({ container: { type: 'message', channel_id: 'C0WAR', message_ts: 'now' } })],
  ['an event whose name is none', event({ type: 'DROP TABLE', channel: 'C0WAR' })],
  ['an event that is null', event(null as never)],
])('%s is not understood, and throws nothing', (_what, body) => {
  expect(readPayload(body)).toBeNull();
});

test('what no database can hold is taken out of texts', () => {
  expect(readPayload(command({ text: 'a\0b\ud800c' }))).toMatchObject({ text: 'ab\ufffdc' });
});
