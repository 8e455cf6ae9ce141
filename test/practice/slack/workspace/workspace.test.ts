import { expect, test } from 'vitest';
import {
  addToChannel,
  changeChannel,
  createChannel,
  findDirect,
  openDirect,
  removeFromChannel,
} from '../../../../src/practice/slack/workspace/channels.ts';
import { withIds } from '../../../../src/practice/slack/workspace/ids-of-blocks.ts';
import {
  deleteMessage,
  editMessage,
  findMessage,
  postEphemeral,
  postMessage,
} from '../../../../src/practice/slack/workspace/messages.ts';
import type { Happening } from '../../../../src/practice/slack/workspace/model.ts';
import { seedWorkspace } from '../../../../src/practice/slack/workspace/seed.ts';
import {
  closeAllModals,
  closeModal,
  findView,
  modalsOf,
  openModal,
  pushModal,
} from '../../../../src/practice/slack/workspace/views.ts';

const clock = { now: () => new Date('2026-11-25T12:00:00.000Z') };
const who = 'U0APPROVE1';

function listenedWorkspace() {
  const workspace = seedWorkspace({ clock });
  const heard: Happening[] = [];
  workspace.listen((happening) => heard.push(happening));
  const general = [...workspace.channels.values()].find(({ name }) => name === 'general');
  if (!general) throw new Error('no general channel');
  return { workspace, heard, general };
}

const say = (channel: string, text: string) => ({ channel, user: who, byApp: false, text });

test('a fresh workspace has two channels with the whole team in them, and neither the stranger nor the one who left', () => {
  const { workspace } = listenedWorkspace();
  const channels = [...workspace.channels.values()];
  expect(channels.map(({ name, kind }) => [name, kind])).toEqual([
    ['general', 'public'],
    ['security-alerts', 'public'],
  ]);
  for (const { members } of channels) {
    expect(members).toEqual(new Set(['U0STAUNCH1', 'U0ONCALL01', 'U0APPROVE1', 'U0APPROVE2', 'U0GUEST001']));
  }
});

test('tokens are made up afresh for each workspace, and are those that were given', () => {
  const tokens = () => Object.values(seedWorkspace({ clock }).app).filter((value) => /^x|^[0-9a-f]{24,}$/.test(value));
  expect(new Set([...tokens(), ...tokens()]).size).toBe(8);
  expect(seedWorkspace({ clock, app: { botToken: 'xoxb-given' } }).app.botToken).toBe('xoxb-given');
});

test('messages of one moment still have each its own time stamp, in their order', () => {
  const { workspace, general } = listenedWorkspace();
  const stamps = ['one', 'two', 'three'].map((text) => postMessage(workspace, say(general.id, text)).ts);
  expect(stamps.toSorted()).toEqual(stamps);
  expect(new Set(stamps).size).toBe(3);
});

test('whoever listens is told what a message was before it was changed, and before it was deleted', () => {
  const { workspace, heard, general } = listenedWorkspace();
  const before = postMessage(workspace, say(general.id, 'first'));
  const after = editMessage(workspace, before, { by: who, text: 'second' });
  changeChannel(workspace, general, { pins: [before.ts] });
  deleteMessage(workspace, after);
  deleteMessage(workspace, after);
  expect(heard.map(({ type }) => type)).toEqual(['message', 'message-changed', 'channel-changed', 'message-deleted']);
  expect(heard[1]).toMatchObject({ before: { text: 'first', edited: null }, after: { text: 'second', edited: { user: who } } });
  expect(general.pins).toEqual([]);
});

test('a message for one person is told, and found by nobody', () => {
  const { workspace, heard, general } = listenedWorkspace();
  const { ts } = postEphemeral(workspace, say(general.id, 'only you'), who);
  expect(heard).toMatchObject([{ type: 'message', message: { ephemeralFor: who } }]);
  expect(findMessage(workspace, general.id, ts)).toBeNull();
});

test('the oldest messages are forgotten beyond twenty thousand', () => {
  const { workspace, general } = listenedWorkspace();
  const first = postMessage(workspace, say(general.id, 'first')).ts;
  for (let count = 0; count < 20_000; count += 1) postMessage(workspace, say(general.id, 'more'));
  expect(workspace.messages).toHaveLength(20_000);
  expect(findMessage(workspace, general.id, first)).toBeNull();
});

test('coming and going is told once', () => {
  const { workspace, heard } = listenedWorkspace();
  const channel = createChannel(workspace, { name: 'inc-1', kind: 'private', creator: 'U0STAUNCH1' });
  addToChannel(workspace, channel, who, 'U0STAUNCH1');
  addToChannel(workspace, channel, who, 'U0STAUNCH1');
  removeFromChannel(workspace, channel, who);
  removeFromChannel(workspace, channel, who);
  expect(heard).toEqual([
    { type: 'channel-created', channel: channel.id },
    { type: 'joined', channel: channel.id, person: who, inviter: 'U0STAUNCH1' },
    { type: 'left', channel: channel.id, person: who },
  ]);
});

test('the direct message with a person is made once', () => {
  const { workspace } = listenedWorkspace();
  expect(findDirect(workspace, who)).toBeNull();
  const { channel, fresh } = openDirect(workspace, who);
  expect([fresh, openDirect(workspace, who)]).toEqual([true, { channel, fresh: false }]);
});

test('a closed modal takes those above it along, and other people’s stay', () => {
  const { workspace } = listenedWorkspace();
  const view = { type: 'modal', blocks: [] };
  const first = openModal(workspace, who, view);
  const second = pushModal(workspace, who, view);
  pushModal(workspace, who, view);
  const other = openModal(workspace, 'U0APPROVE2', view);
  if (second) closeModal(workspace, second);
  expect(modalsOf(workspace, who)).toEqual([first]);
  closeAllModals(workspace, who);
  expect(workspace.modals).toEqual([other]);
  expect(findView(workspace, first.id)).toBeNull();
});

test('blocks and what can be pressed in them get names, and keep those that they came with', () => {
  let count = 0;
  const named = withIds(
    [
      { type: 'actions', block_id: 'mine', elements: [{ type: 'button' }, { type: 'button', action_id: 'yes' }] },
      { type: 'section', accessory: { type: 'static_select' } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'x' }] },
    ],
    () => `b${++count}`,
  );
  expect(named).toEqual([
    {
      type: 'actions',
      block_id: 'mine',
      elements: [
        { type: 'button', action_id: 'b1' },
        { type: 'button', action_id: 'yes' },
      ],
    },
    { type: 'section', block_id: 'b2', accessory: { type: 'static_select', action_id: 'b3' } },
    { type: 'context', block_id: 'b4', elements: [{ type: 'mrkdwn', text: 'x' }] },
  ]);
});
