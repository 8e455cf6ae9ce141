import { expect, test } from 'vitest';
import type { AppLink, Envelope } from '../../../../src/practice/slack/delivery/app-link.ts';
import type { AppSide } from '../../../../src/practice/slack/delivery/app-side.ts';
import { pressInMessage, pressInView } from '../../../../src/practice/slack/delivery/block-actions.ts';
import { startEventFeed } from '../../../../src/practice/slack/delivery/event-feed.ts';
import { createResponseUrls } from '../../../../src/practice/slack/delivery/response-urls.ts';
import { runShortcut } from '../../../../src/practice/slack/delivery/shortcuts.ts';
import { runSlashCommand } from '../../../../src/practice/slack/delivery/slash-command.ts';
import { createTriggers } from '../../../../src/practice/slack/delivery/triggers.ts';
import { closeView, submitView } from '../../../../src/practice/slack/delivery/view-submission.ts';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';
import {
  addToChannel,
  archiveChannel,
  createChannel,
  removeFromChannel,
  shareChannel,
} from '../../../../src/practice/slack/workspace/channels.ts';
import { deleteMessage, editMessage, postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import type { JsonObject } from '../../../../src/practice/slack/workspace/model.ts';
import { seedWorkspace } from '../../../../src/practice/slack/workspace/seed.ts';
import { openModal, publishHome } from '../../../../src/practice/slack/workspace/views.ts';
import { allScopes, stoppedClock } from '../api/api-server.ts';
import { blocks, modal } from '../api/every-method.ts';
import { eventSample, payloadSample } from './official.ts';
import { strangeIn } from './shape.ts';

const shown = blocks as unknown as JsonObject[];
const origin = () => 'http://127.0.0.1:1';
const person = 'U0APPROVE1';

/** A workspace whose app acknowledges everything, and what it was sent. */
function connected() {
  const clock = stoppedClock();
  const workspace = seedWorkspace({ clock });
  const sent: Envelope[] = [];
  const link: AppLink = {
    connected: () => true,
    onConnected: () => () => undefined,
    async deliver(envelope) {
      sent.push(envelope);
      return { how: 'acked', body: null };
    },
  };
  const side: AppSide = {
    workspace,
    link,
    triggers: createTriggers(clock),
    responseUrls: createResponseUrls({ workspace, origin, blockFaults }),
    app: {
      name: 'Staunch',
      commands: [{ command: '/leak', shouldEscape: true }],
      shortcuts: [
        { type: 'message', callbackId: 'report' },
        { type: 'global', callbackId: 'declare' },
      ],
      interactivity: true,
    },
    blockFaults,
    viewFaults,
    origin,
  };
  const channel = createChannel(workspace, { name: 'inc-0001', kind: 'private', creator: workspace.app.botUser });
  addToChannel(workspace, channel, person, workspace.app.botUser);
  return { workspace, link, side, sent, channel };
}

/** What each payload is held against; a global shortcut was recorded nowhere, and is a part of one at a message. */
const samples: Record<string, unknown> = {
  slash_commands: payloadSample('SlashCommand'),
  block_actions: payloadSample('BlockAction'),
  view_submission: payloadSample('ViewSubmission'),
  view_closed: payloadSample('ViewClosed'),
  message_action: payloadSample('MessageShortcut'),
  shortcut: payloadSample('MessageShortcut'),
};

/** What no sample has, and why it is right all the same. */
const known: readonly (readonly [RegExp, string])[] = [
  [/(enterprise|enterprise_id): null where/, 'the samples are of an Enterprise Grid; elsewhere it is null'],
  [/context_(team|enterprise)_id: Slack has no such key/, 'younger than most samples; MemberJoinedChannel has it'],
  [/view\.blocks: Slack has no such key/, 'left out of these samples; the answer of views.open has them'],
  [/^view_submission response_urls:/, 'there where an input asks for one; an empty list else, in the types of Bolt'],
  [/^slash_commands is_enterprise_install: string/, 'a form has text only, and Socket Mode carries the same'],
  [/^message event\.app_id:/, 'the answer of chat.postMessage has it'],
  [/message\.reply_users:/, 'the answer of conversations.history has it'],
  [/profile\.status_emoji_display_info:/, 'the answer of users.info has it'],
];

/** What of it has no reason. */
const unexplained = (lines: readonly string[]) =>
  [...new Set(lines)].filter((line) => !known.some(([pattern]) => pattern.test(line)));

test('presses, forms, commands and shortcuts have no key that Slack’s do not have', async () => {
  const { workspace, side, sent, channel } = connected();
  const message = postMessage(workspace, {
    channel: channel.id,
    user: workspace.app.botUser,
    byApp: true,
    text: 'A key is out.',
    blocks: shown,
    threadTs: null,
  });
  const pressed = (block: { block_id?: unknown; elements?: unknown }) => ({
    person,
    blockId: String(block.block_id),
    actionId: String((block.elements as { action_id: string }[])[0]?.action_id),
    value: { value: 'x' },
    state: {},
  });
  const home = publishHome(workspace, person, { type: 'home', blocks: shown });
  const form = () => openModal(workspace, person, { ...(modal as unknown as JsonObject), notify_on_close: true });
  await runSlashCommand(side, { person, channel: channel.id, command: '/leak', text: 'help' });
  await pressInMessage(side, message, pressed(message.blocks[1] ?? {}));
  await pressInView(side, home, pressed((home.view.blocks as JsonObject[])[1] ?? {}));
  await submitView(side, form(), { person, state: {} });
  closeView(side, form());
  await runShortcut(side, { person, callbackId: 'report', message });
  await runShortcut(side, { person, callbackId: 'declare', message: null });

  const typeOf = ({ type, payload }: Envelope) => (type === 'interactive' ? String(payload.type) : type);
  expect([...new Set(sent.map(typeOf))].toSorted()).toEqual(Object.keys(samples).toSorted());
  const strange = sent.flatMap((envelope) =>
    strangeIn(envelope.payload, samples[typeOf(envelope)]).map((line) => `${typeOf(envelope)} ${line}`),
  );
  expect(unexplained(strange)).toEqual([]);
});

const subscriptions: Record<string, unknown> = {
  app_home_opened: eventSample('AppHomeOpened'),
  app_mention: eventSample('AppMention'),
  channel_archive: eventSample('ChannelArchive'),
  channel_created: eventSample('ChannelCreated'),
  channel_shared: eventSample('ChannelShared'),
  group_archive: eventSample('GroupArchive'),
  member_joined_channel: eventSample('MemberJoinedChannel'),
  member_left_channel: eventSample('MemberLeftChannel'),
  message: eventSample('Message'),
  message_changed: eventSample('MessageChanged'),
  message_deleted: eventSample('MessageDeleted'),
  user_change: eventSample('UserChange'),
};

test('events have no key that Slack’s do not have', () => {
  const { workspace, link, sent, channel } = connected();
  const stop = startEventFeed({
    workspace,
    link,
    timer: () => () => undefined,
    subscriptions: [...Object.keys(subscriptions), 'message.channels', 'message.groups', 'message.im'],
    scopes: allScopes,
    origin,
  });
  const say = (user: string, text: string, threadTs: string | null = null) =>
    postMessage(workspace, { channel: channel.id, user, byApp: user === workspace.app.botUser, text, threadTs });
  const first = say(person, `<@${workspace.app.botUser}> are you there?`);
  say(workspace.app.botUser, 'I am.', first.ts);
  editMessage(workspace, first, { by: person, text: 'Never mind.', blocks: [] });
  deleteMessage(workspace, first);
  const lunch = createChannel(workspace, { name: 'lunch', kind: 'public', creator: person });
  archiveChannel(workspace, lunch, person);
  addToChannel(workspace, channel, 'U0APPROVE2', person);
  removeFromChannel(workspace, channel, 'U0APPROVE2');
  shareChannel(workspace, channel, true);
  archiveChannel(workspace, channel, person);
  workspace.tell({ type: 'person-changed', person });
  workspace.tell({ type: 'home-opened', person, tab: 'home' });
  publishHome(workspace, person, { type: 'home', blocks: [] });
  workspace.tell({ type: 'home-opened', person, tab: 'home' });
  stop();

  const nameOf = ({ payload }: Envelope) => {
    const event = payload.event as { type: string; subtype?: string };
    return event.subtype ?? event.type;
  };
  expect([...new Set(sent.map(nameOf))].toSorted()).toEqual(Object.keys(subscriptions).toSorted());
  const strange = sent.flatMap((envelope) =>
    strangeIn(envelope.payload, subscriptions[nameOf(envelope)]).map((line) => `${nameOf(envelope)} ${line}`),
  );
  expect(unexplained(strange)).toEqual([]);
});
