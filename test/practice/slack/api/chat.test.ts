import { expect, test } from 'vitest';
import { createChannel } from '../../../../src/practice/slack/workspace/channels.ts';
import { postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import type { Happening } from '../../../../src/practice/slack/workspace/model.ts';
import { outcome, refusal, startApi } from './api-server.ts';
import { blocks } from './every-method.ts';

test('a posted message stands in the history, told to whoever listens, with ids for its blocks', async () => {
  const { client, workspace, channelNamed } = await startApi();
  const heard: Happening[] = [];
  workspace.listen((happening) => heard.push(happening));
  const channel = channelNamed('security-alerts').id;
  const { ts } = await client.chat.postMessage({ channel, text: 'A key is out.', blocks });
  const { messages } = await client.conversations.history({ channel });
  expect(messages).toMatchObject([{ ts, text: 'A key is out.', user: workspace.app.botUser, bot_id: workspace.app.botId }]);
  expect(messages?.[0]?.blocks?.map(({ block_id }) => block_id)).toEqual([expect.any(String), expect.any(String)]);
  expect(heard).toMatchObject([{ type: 'message', message: { ts, byApp: true } }]);
});

test('a person’s id as channel opens the direct message with them, and a name finds the channel', async () => {
  const { client, workspace, channelNamed } = await startApi();
  const first = await client.chat.postMessage({ channel: 'U0APPROVE1', text: 'You are asked.' });
  const second = await client.chat.postMessage({ channel: 'U0APPROVE1', text: 'Again.' });
  expect(first.channel).toMatch(/^D/);
  expect(second.channel).toBe(first.channel);
  expect(workspace.channels.get(first.channel ?? '')?.members).toEqual(new Set(['U0STAUNCH1', 'U0APPROVE1']));
  expect((await client.chat.postMessage({ channel: '#general', text: 'All.' })).channel).toBe(channelNamed('general').id);
  expect(await outcome(client.chat.postMessage({ channel: 'U0GONE0001', text: 'Gone.' }))).toBe('channel_not_found');
});

test('a private channel that the bot is not in is as if it were not there', async () => {
  const { client, workspace } = await startApi();
  const { id: channel } = createChannel(workspace, { name: 'management', kind: 'private', creator: 'U0ONCALL01' });
  const { ts } = postMessage(workspace, { channel, user: 'U0ONCALL01', byApp: false, text: 'secret' });
  const calls = [
    client.chat.postMessage({ channel, text: 'x' }),
    client.chat.postMessage({ channel: 'management', text: 'x' }),
    client.chat.postEphemeral({ channel, user: 'U0ONCALL01', text: 'x' }),
    client.chat.getPermalink({ channel, message_ts: ts }),
    client.conversations.info({ channel }),
    client.conversations.history({ channel }),
    client.conversations.replies({ channel, ts }),
    client.conversations.members({ channel }),
    client.conversations.invite({ channel, users: 'U0APPROVE1' }),
    client.conversations.join({ channel }),
    client.pins.add({ channel, timestamp: ts }),
  ];
  expect(new Set(await Promise.all(calls.map(outcome)))).toEqual(new Set(['channel_not_found']));
  const listed = await client.conversations.list({ types: 'public_channel,private_channel' });
  expect(listed.channels?.map(({ name }) => name)).toEqual(['general', 'security-alerts']);
});

test('in a public channel that the bot is not in it may not post or read', async () => {
  const { client, workspace } = await startApi();
  const { id: channel } = createChannel(workspace, { name: 'lunch', kind: 'public', creator: 'U0ONCALL01' });
  expect(await outcome(client.chat.postMessage({ channel, text: 'x' }))).toBe('not_in_channel');
  expect(await outcome(client.conversations.history({ channel }))).toBe('not_in_channel');
  expect((await client.conversations.info({ channel })).channel?.is_member).toBe(false);
});

test('an archived channel takes no message', async () => {
  const { client } = await startApi();
  const channel = (await client.conversations.create({ name: 'closed' })).channel?.id ?? '';
  await client.conversations.archive({ channel });
  expect(await outcome(client.chat.postMessage({ channel, text: 'x' }))).toBe('is_archived');
});

test('a message of nothing, of too much in its blocks, or of broken blocks is refused, a long text is cut', async () => {
  const faults = [{ pointer: '/0/text', message: 'must be shorter' }];
  const { client, channelNamed } = await startApi({
    strict: {
      argumentFaults: () => [],
      viewFaults: () => [],
      blockFaults: (given) => (Array.isArray(given) && given.length === 1 ? faults : []),
    },
  });
  const channel = channelNamed('general').id;
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  expect(await outcome(client.chat.postMessage({ channel, text: '' }))).toBe('no_text');
  const long = Array.from({ length: 5 }, () => section('x'.repeat(3_000)));
  expect(await outcome(client.chat.postMessage({ channel, text: 'x', blocks: long }))).toBe('msg_blocks_too_long');
  expect(await refusal(client.chat.postMessage({ channel, text: 'x', blocks: [section('x')] }))).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: { messages: ['[ERROR] must be shorter [json-pointer:/blocks/0/text]'] },
  });
  const { message } = await client.chat.postMessage({ channel, text: 'x'.repeat(40_001) });
  expect(message?.text).toHaveLength(40_000);
});

test('metadata needs its two fields, has a limit, and comes back to who asks for it', async () => {
  const { client, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const post = (metadata: object) => client.apiCall('chat.postMessage', { channel, text: 'x', metadata });
  expect(await outcome(post({ event_type: 'ask' }))).toBe('invalid_metadata_schema');
  expect(await outcome(post({ event_type: 'ask', event_payload: { a: 'x'.repeat(16 * 1024) } }))).toBe('metadata_too_large');
  expect(await outcome(post({ event_type: 'ask', event_payload: { a: 1 } }))).toBe('ok');
  const with_ = await client.conversations.history({ channel, include_all_metadata: true });
  expect(with_.messages?.[0]?.metadata).toEqual({ event_type: 'ask', event_payload: { a: 1 } });
  expect((await client.conversations.history({ channel })).messages?.[0]).not.toHaveProperty('metadata');
});

test('the app changes and deletes its own messages alone', async () => {
  const { client, workspace, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const theirs = postMessage(workspace, { channel, user: 'U0ONCALL01', byApp: false, text: 'mine' }).ts;
  const ts = (await client.chat.postMessage({ channel, text: 'first', blocks })).ts ?? '';
  expect(await outcome(client.chat.update({ channel, ts: theirs, text: 'x' }))).toBe('cant_update_message');
  expect(await outcome(client.chat.delete({ channel, ts: theirs }))).toBe('cant_delete_message');
  expect(await outcome(client.chat.update({ channel, ts: '1.000001', text: 'x' }))).toBe('message_not_found');
  expect(await outcome(client.chat.update({ channel, ts, text: 'x'.repeat(4_001) }))).toBe('msg_too_long');
  expect(await outcome(client.chat.update({ channel, ts, text: 'second' }))).toBe('ok');
  const [changed] = (await client.conversations.history({ channel, limit: 1 })).messages ?? [];
  expect(changed).toMatchObject({ ts, text: 'second', edited: { user: workspace.app.botUser } });
  expect(changed).not.toHaveProperty('blocks');
  await client.chat.delete({ channel, ts });
  expect(await outcome(client.chat.delete({ channel, ts }))).toBe('message_not_found');
});

test('what one person is shown stands in no history, and is for people of the channel', async () => {
  const { client, workspace, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const { message_ts: ts } = await client.chat.postEphemeral({ channel, user: 'U0GUEST001', text: 'Only you.' });
  expect(workspace.messages).toMatchObject([{ ts, ephemeralFor: 'U0GUEST001' }]);
  expect((await client.conversations.history({ channel })).messages).toEqual([]);
  expect(await outcome(client.chat.update({ channel, ts: ts ?? '', text: 'x' }))).toBe('message_not_found');
  expect(await outcome(client.chat.postEphemeral({ channel, user: 'U0STRANGE1', text: 'x' }))).toBe('user_not_in_channel');
});

test('an answer in a thread is counted at the thread’s first message, and a link to it says where it stands', async () => {
  const { client, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const ts = (await client.chat.postMessage({ channel, text: 'ask' })).ts ?? '';
  const reply = (await client.chat.postMessage({ channel, text: 'step', thread_ts: ts })).ts ?? '';
  const nested = await client.chat.postMessage({ channel, text: 'step 2', thread_ts: reply });
  expect(nested.message?.thread_ts).toBe(ts);
  expect(await outcome(client.chat.postMessage({ channel, text: 'x', thread_ts: '1.000001' }))).toBe('cannot_reply_to_message');
  const { messages } = await client.conversations.history({ channel });
  expect(messages).toMatchObject([{ ts, reply_count: 2, latest_reply: nested.ts }]);
  const { permalink } = await client.chat.getPermalink({ channel, message_ts: reply });
  expect(permalink).toMatch(new RegExp(`/archives/${channel}/p\\d{16}\\?thread_ts=${ts}&cid=${channel}$`));
});
