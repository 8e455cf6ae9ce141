import { expect, test } from 'vitest';
import {
  addToChannel,
  archiveChannel,
  createChannel,
  removeFromChannel,
  shareChannel,
} from '../../../../src/practice/slack/workspace/channels.ts';
import { deleteMessage, editMessage, postEphemeral, postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import type { JsonObject } from '../../../../src/practice/slack/workspace/model.ts';
import { connectApp } from './app-socket.ts';
import { manifest, me, openSlack } from './open-slack.ts';

const all = [
  'message.channels',
  'message.groups',
  'app_mention',
  'member_joined_channel',
  'member_left_channel',
  'app_home_opened',
  'channel_archive',
  'group_archive',
  'channel_shared',
  'user_change',
];
const everyEvent = manifest
  .replace(/bot_events:\n(?:\s+(?:-|#).*\n)+/, `bot_events: [${all.join(', ')}]\n`)
  .replace('      - groups:history\n', '      - groups:history\n      - channels:history\n');

const last = 'U0GUEST001';

/** An app that takes everything, and what it heard: the events, with their wrapping. */
async function listening(text = everyEvent) {
  const slack = await openSlack({ manifest: text });
  const app = await connectApp(slack);
  const { workspace } = slack;
  const bodies = async (): Promise<JsonObject[]> => {
    // Envelopes come in order on one connection: before this last one stand all others.
    workspace.tell({ type: 'home-opened', person: last, tab: 'messages' });
    const heard: JsonObject[] = [];
    for (;;) {
      const envelope = await app.next('events_api');
      app.ack(envelope);
      const body = envelope.payload as JsonObject;
      if ((body.event as JsonObject).user === last) return heard;
      heard.push(body);
    }
  };
  const events = async () => (await bodies()).map(({ event }) => event as JsonObject);
  return { slack, workspace, bodies, events, general: slack.channel('general') };
}

test('a message, its change and its end are told as they were and as they are', async () => {
  const { workspace, events, general } = await listening();
  const before = postMessage(workspace, { channel: general, user: me, byApp: false, text: 'one' });
  const after = editMessage(workspace, before, { by: me, text: 'two' });
  deleteMessage(workspace, after);
  const [posted, changed, deleted] = await events();
  expect(posted).toMatchObject({ type: 'message', channel_type: 'channel', user: me, text: 'one', ts: before.ts });
  expect(changed).toMatchObject({
    subtype: 'message_changed',
    message: { text: 'two', edited: { user: me } },
    previous_message: { text: 'one' },
  });
  expect(deleted).toMatchObject({ subtype: 'message_deleted', deleted_ts: before.ts, previous_message: { text: 'two' } });
});

test("the bot's own messages are told, too, with its bot_id", async () => {
  const { workspace, events, general } = await listening();
  postMessage(workspace, { channel: general, user: workspace.app.botUser, byApp: true, text: 'mine' });
  expect(await events()).toMatchObject([
    { type: 'message', text: 'mine', bot_id: workspace.app.botId, app_id: workspace.app.id },
  ]);
});

test('what is said where the bot is not, and what one person alone sees, is not heard', async () => {
  const { workspace, events, general } = await listening();
  const elsewhere = createChannel(workspace, { name: 'elsewhere', kind: 'private', creator: me });
  postMessage(workspace, { channel: elsewhere.id, user: me, byApp: false, text: `<@${workspace.app.botUser}> hello` });
  addToChannel(workspace, elsewhere, 'U0APPROVE1', me);
  archiveChannel(workspace, elsewhere, me);
  postEphemeral(workspace, { channel: general, user: workspace.app.botUser, byApp: true, text: 'for one' }, me);
  expect(await events()).toEqual([]);
});

test('a mention is heard by its name; one by the bot itself is none', async () => {
  const { workspace, events, general } = await listening();
  const text = `<@${workspace.app.botUser}> help`;
  postMessage(workspace, { channel: general, user: me, byApp: false, text });
  postMessage(workspace, { channel: general, user: workspace.app.botUser, byApp: true, text });
  expect((await events()).map(({ type }) => type)).toEqual(['message', 'app_mention', 'message']);
});

test('who comes and goes, what is archived and shared, and who is deactivated', async () => {
  const { workspace, events } = await listening();
  const bot = workspace.app.botUser;
  const room = createChannel(workspace, { name: 'room', kind: 'private', creator: bot });
  addToChannel(workspace, room, me, bot);
  removeFromChannel(workspace, room, me);
  shareChannel(workspace, room, true);
  archiveChannel(workspace, room, bot);
  const person = workspace.people.get('U0APPROVE2');
  if (person) person.deleted = true;
  workspace.tell({ type: 'person-changed', person: 'U0APPROVE2' });
  expect(await events()).toMatchObject([
    { type: 'member_joined_channel', user: me, channel: room.id, channel_type: 'G', inviter: bot },
    { type: 'member_left_channel', user: me },
    { type: 'channel_shared', channel: room.id },
    { type: 'group_archive', channel: room.id, user: bot },
    { type: 'user_change', user: { id: 'U0APPROVE2', deleted: true } },
  ]);
});

test('only what the manifest lists is sent', async () => {
  const { workspace, slack, events, general } = await listening(manifest);
  postMessage(workspace, { channel: general, user: me, byApp: false, text: 'nobody asked' });
  await slack.act({ act: 'open-home' });
  expect((await events()).map(({ type }) => type)).toEqual(['app_home_opened']);
});

test('each event says for whom, when, and has a number of its own', async () => {
  const { slack, workspace, bodies } = await listening();
  await slack.act({ act: 'open-home' });
  await slack.act({ act: 'open-home' }, 'U0APPROVE1');
  const [one, other] = await bodies();
  expect(one).toMatchObject({
    type: 'event_callback',
    team_id: workspace.team.id,
    api_app_id: workspace.app.id,
    event_time: Math.floor(slack.time.now().getTime() / 1_000),
    authorizations: [{ user_id: workspace.app.botUser, is_bot: true }],
    event: { user: me, tab: 'home', channel: expect.stringMatching(/^D/) },
  });
  expect(one?.event_id).toMatch(/^Ev/);
  expect(one?.event_id).not.toBe(other?.event_id);
});
