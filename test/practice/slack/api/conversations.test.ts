import { expect, test } from 'vitest';
import { addToChannel, shareChannel } from '../../../../src/practice/slack/workspace/channels.ts';
import { postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import type { Happening } from '../../../../src/practice/slack/workspace/model.ts';
import { type Api, outcome, refusal, startApi } from './api-server.ts';

const create = async ({ client }: Api, name: string, isPrivate = true) =>
  (await client.conversations.create({ name, is_private: isPrivate })).channel?.id ?? '';

test.each([
  ['', 'invalid_name_required'],
  ['Upper', 'invalid_name_specials'],
  ['two words', 'invalid_name_specials'],
  ['a.b', 'invalid_name_specials'],
  ['---', 'invalid_name_punctuation'],
  ['x'.repeat(81), 'invalid_name_maxlength'],
  ['general', 'name_taken'],
  ['inc-0001_schlüssel', 'ok'],
])('a channel named "%s" is answered %s', async (name, expected) => {
  const { client } = await startApi();
  expect(await outcome(client.conversations.create({ name }))).toBe(expected);
});

test('a new private channel has the bot alone in it, and whoever listens is told', async () => {
  const api = await startApi();
  const heard: Happening[] = [];
  api.workspace.listen((happening) => heard.push(happening));
  const channel = await create(api, 'inc-0001');
  expect((await api.client.conversations.members({ channel })).members).toEqual(['U0STAUNCH1']);
  expect(heard).toEqual([{ type: 'channel-created', channel }]);
});

test('people are invited together or, where one cannot be, not at all, with the reason for each', async () => {
  const api = await startApi();
  const { client, workspace } = api;
  const channel = await create(api, 'inc-0001');
  const invite = (users: string, force = false) => client.conversations.invite({ channel, users, force });
  expect(await refusal(invite('U0APPROVE1,U0GONE0001,U0NOBODY00'))).toMatchObject({
    error: 'cant_invite',
    errors: [
      { user: 'U0GONE0001', ok: false, error: 'cant_invite' },
      { user: 'U0NOBODY00', ok: false, error: 'user_not_found' },
    ],
  });
  expect(workspace.channels.get(channel)?.members.size).toBe(1);
  expect(await outcome(invite('U0APPROVE1,U0GONE0001', true))).toBe('ok');
  expect(workspace.channels.get(channel)?.members).toEqual(new Set(['U0STAUNCH1', 'U0APPROVE1']));
  expect(await outcome(invite('U0APPROVE1'))).toBe('already_in_channel');
  expect(await outcome(invite('U0STAUNCH1'))).toBe('cant_invite_self');
});

test('a stranger comes into a shared channel only, and a guest of one channel into no second one', async () => {
  const api = await startApi();
  const { client, workspace } = api;
  const channel = await create(api, 'inc-0001');
  const invite = (users: string) => outcome(client.conversations.invite({ channel, users }));
  expect(await invite('U0STRANGE1')).toBe('cant_invite');
  const shared = workspace.channels.get(channel);
  if (shared) shareChannel(workspace, shared, true);
  expect(await invite('U0STRANGE1')).toBe('ok');
  expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_ext_shared: true, is_shared: true });
  const guest = workspace.people.get('U0GUEST001');
  if (guest) guest.ultraRestricted = true;
  expect(await invite('U0GUEST001')).toBe('ura_max_channels');
});

test('nobody is thrown out of general, nor the bot by itself', async () => {
  const api = await startApi();
  const { client, channelNamed } = api;
  const kick = (channel: string, user: string) => outcome(client.conversations.kick({ channel, user }));
  const channel = await create(api, 'inc-0001');
  expect(await kick(channelNamed('general').id, 'U0APPROVE1')).toBe('cant_kick_from_general');
  expect(await kick(channel, 'U0STAUNCH1')).toBe('cant_kick_self');
  expect(await kick(channel, 'U0APPROVE1')).toBe('not_in_channel');
  expect(await kick(channel, 'U0NOBODY00')).toBe('user_not_found');
});

test('joining twice is a warning, leaving the general channel or a private one as its last member a refusal', async () => {
  const api = await startApi();
  const { client, workspace, channelNamed } = api;
  const general = channelNamed('general').id;
  expect(await client.conversations.join({ channel: general })).toMatchObject({ warning: 'already_in_channel' });
  expect(await outcome(client.conversations.leave({ channel: general }))).toBe('cant_leave_general');
  const channel = await create(api, 'inc-0001');
  expect(await outcome(client.conversations.leave({ channel }))).toBe('last_member');
  const made = workspace.channels.get(channel);
  if (made) addToChannel(workspace, made, 'U0ONCALL01', null);
  expect(await outcome(client.conversations.leave({ channel }))).toBe('ok');
  expect(await outcome(client.conversations.info({ channel }))).toBe('channel_not_found');
});

test('topic and purpose have 250 characters and show at the channel', async () => {
  const api = await startApi();
  const { client } = api;
  const channel = await create(api, 'inc-0001');
  expect(await outcome(client.conversations.setTopic({ channel, topic: 'x'.repeat(251) }))).toBe('too_long');
  await client.conversations.setTopic({ channel, topic: 'Contained by 12:15' });
  await client.conversations.setPurpose({ channel, purpose: 'One leak' });
  expect((await client.conversations.info({ channel })).channel).toMatchObject({
    topic: { value: 'Contained by 12:15' },
    purpose: { value: 'One leak' },
  });
});

test('an archived channel can be neither changed nor archived again, and comes back', async () => {
  const api = await startApi();
  const { client, channelNamed } = api;
  const channel = await create(api, 'inc-0001');
  await client.conversations.archive({ channel });
  expect(await outcome(client.conversations.archive({ channel }))).toBe('already_archived');
  expect(await outcome(client.conversations.setTopic({ channel, topic: 'x' }))).toBe('is_archived');
  expect(await outcome(client.conversations.invite({ channel, users: 'U0APPROVE1' }))).toBe('is_archived');
  expect(await outcome(client.conversations.archive({ channel: channelNamed('general').id }))).toBe('cant_archive_general');
  await client.conversations.unarchive({ channel });
  expect(await outcome(client.conversations.unarchive({ channel }))).toBe('not_archived');
});

test('the app renames its own channels alone, to a name that is free', async () => {
  const api = await startApi();
  const { client, channelNamed } = api;
  const channel = await create(api, 'inc-0001');
  expect(await outcome(client.conversations.rename({ channel: channelNamed('general').id, name: 'x' }))).toBe('not_authorized');
  expect(await outcome(client.conversations.rename({ channel, name: 'general' }))).toBe('name_taken');
  expect((await client.conversations.rename({ channel, name: 'inc-0001-aws' })).channel?.name).toBe('inc-0001-aws');
});

test('a direct message is opened once, and not with one who left', async () => {
  const { client } = await startApi();
  const first = await client.conversations.open({ users: 'U0APPROVE1' });
  const second = await client.conversations.open({ users: 'U0APPROVE1' });
  expect(first).not.toHaveProperty('already_open');
  expect(second).toMatchObject({ already_open: true, channel: { id: first.channel?.id } });
  expect(await outcome(client.conversations.open({ users: 'U0GONE0001' }))).toBe('user_disabled');
  expect(await outcome(client.conversations.open({ users: 'U0NOBODY00' }))).toBe('user_not_found');
  expect(await outcome(client.apiCall('conversations.open'))).toBe('users_list_not_supplied');
});

test('history is read page by page, newest first, and no page misses or repeats a message when others come or go', async () => {
  const { client, workspace, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const say = (text: string) => postMessage(workspace, { channel, user: 'U0ONCALL01', byApp: false, text });
  for (const text of ['one', 'two', 'three', 'four', 'five']) say(text);
  const page = async (cursor?: string) => {
    const {
      messages,
      response_metadata: more,
      has_more,
    } = await client.conversations.history({ channel, limit: 2, ...(cursor ? { cursor } : undefined) });
    return { texts: messages?.map(({ text }) => text), cursor: more?.next_cursor, has_more };
  };
  const first = await page();
  expect(first).toMatchObject({ texts: ['five', 'four'], has_more: true });
  say('six');
  workspace.messages.splice(2, 1);
  const second = await page(first.cursor);
  expect(second).toEqual({ texts: ['two', 'one'], cursor: undefined, has_more: false });
  expect(await outcome(client.conversations.history({ channel, cursor: 'bm9uc2Vuc2U=' }))).toBe('invalid_cursor');
});

test('history keeps to oldest and latest, with the ends themselves where they are included', async () => {
  const { client, workspace, clock, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const stamps = ['one', 'two', 'three'].map((text) => {
    clock.pass(1_000);
    return postMessage(workspace, { channel, user: 'U0ONCALL01', byApp: false, text }).ts;
  });
  const texts = async (span: { oldest?: string; latest?: string; inclusive?: boolean }) =>
    (await client.conversations.history({ channel, ...span })).messages?.map(({ text }) => text);
  const [first = '', , third = ''] = stamps;
  expect(await texts({ oldest: first, latest: third })).toEqual(['two']);
  expect(await texts({ oldest: first, latest: third, inclusive: true })).toEqual(['three', 'two', 'one']);
  expect(await texts({ oldest: first })).toEqual(['three', 'two']);
  expect(await outcome(client.conversations.history({ channel, oldest: 'yesterday' }))).toBe('invalid_ts_oldest');
});

test('a thread is read from its first message on, whichever of its messages is named', async () => {
  const { client, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const ts = (await client.chat.postMessage({ channel, text: 'ask' })).ts ?? '';
  const reply = (await client.chat.postMessage({ channel, text: 'yes', thread_ts: ts })).ts ?? '';
  for (const named of [ts, reply]) {
    const { messages } = await client.conversations.replies({ channel, ts: named });
    expect(messages?.map(({ text }) => text)).toEqual(['ask', 'yes']);
  }
  expect(await outcome(client.conversations.replies({ channel, ts: '1.000001' }))).toBe('thread_not_found');
  expect((await client.conversations.history({ channel })).messages?.map(({ text }) => text)).toEqual(['ask']);
});

test('lists come in pages and by kind', async () => {
  const api = await startApi();
  const { client } = api;
  await create(api, 'inc-0001');
  await client.conversations.open({ users: 'U0APPROVE1' });
  const first = await client.conversations.list({ types: 'public_channel,private_channel,im', limit: 3 });
  expect(first.channels?.map(({ name }) => name)).toEqual(['general', 'security-alerts', 'inc-0001']);
  const rest = await client.conversations.list({
    types: 'public_channel,private_channel,im',
    limit: 3,
    cursor: first.response_metadata?.next_cursor ?? '',
  });
  expect(rest.channels).toMatchObject([{ is_im: true, user: 'U0APPROVE1' }]);
  expect(await outcome(client.conversations.list({ types: 'everything' }))).toBe('invalid_types');
  expect(await outcome(client.conversations.list({ limit: 1_001 }))).toBe('invalid_limit');
  const { channels } = await client.users.conversations({ user: 'U0GUEST001' });
  expect(channels?.map(({ name }) => name)).toEqual(['general', 'security-alerts']);
});
