import { expect, test } from 'vitest';
import { createChannel } from '../../../../src/practice/slack/workspace/channels.ts';
import { type Api, outcome, startApi } from './api-server.ts';

async function posted(api: Api) {
  const channel = api.channelNamed('general').id;
  const ts = (await api.client.chat.postMessage({ channel, text: 'card' })).ts ?? '';
  return { channel, timestamp: ts };
}

test('a message is pinned once, listed, and let go', async () => {
  const api = await startApi();
  const { client } = api;
  const message = await posted(api);
  await client.pins.add(message);
  expect(await outcome(client.pins.add(message))).toBe('already_pinned');
  expect((await client.pins.list({ channel: message.channel })).items).toMatchObject([{ message: { text: 'card' } }]);
  await client.pins.remove(message);
  expect(await outcome(client.pins.remove(message))).toBe('no_pin');
  const { channel } = message;
  expect(await outcome(client.pins.add({ channel, timestamp: '1.000001' }))).toBe('message_not_found');
  expect(await outcome(client.pins.add({ channel, timestamp: 'now' }))).toBe('bad_timestamp');
  expect(await outcome(client.apiCall('pins.add', { channel }))).toBe('no_item_specified');
});

test('a pin goes with its message', async () => {
  const api = await startApi();
  const { channel, timestamp } = await posted(api);
  await api.client.pins.add({ channel, timestamp });
  await api.client.chat.delete({ channel, ts: timestamp });
  expect((await api.client.pins.list({ channel })).items).toEqual([]);
});

test('a bookmark is a link with a title, in a channel that the bot is in', async () => {
  const api = await startApi();
  const { client, workspace, channelNamed } = api;
  const channel = channelNamed('general').id;
  const add = (given: object = {}) =>
    client.apiCall('bookmarks.add', {
      channel_id: channel,
      title: 'Record',
      type: 'link',
      link: 'https://example.com/',
      ...given,
    });
  expect(await outcome(add({ link: 'javascript:alert(1)' }))).toBe('invalid_link');
  expect(await outcome(add({ type: 'folder' }))).toBe('invalid_bookmark_type');
  expect(await outcome(add({ emoji: 'lock' }))).toBe('invalid_emoji');
  expect(await outcome(add())).toBe('ok');
  const { bookmarks } = await client.bookmarks.list({ channel_id: channel });
  expect(bookmarks).toMatchObject([{ title: 'Record', link: 'https://example.com/' }]);
  const bookmark = bookmarks?.[0]?.id ?? '';
  expect(await outcome(client.bookmarks.remove({ channel_id: channel, bookmark_id: bookmark }))).toBe('ok');
  expect(await outcome(client.bookmarks.remove({ channel_id: channel, bookmark_id: bookmark }))).toBe('not_found');
  const elsewhere = createChannel(workspace, { name: 'lunch', kind: 'public', creator: 'U0ONCALL01' }).id;
  expect(await outcome(add({ channel_id: elsewhere }))).toBe('permission_denied');
});

test('the bot reacts once with each emoji', async () => {
  const api = await startApi();
  const message = await posted(api);
  const react = (name: string) => outcome(api.client.reactions.add({ ...message, name }));
  expect([await react('eyes'), await react('eyes'), await react('no emoji')]).toEqual([
    'ok',
    'already_reacted',
    'invalid_name',
  ]);
  const { messages } = await api.client.conversations.history({ channel: message.channel });
  expect(messages?.[0]?.reactions).toEqual([{ name: 'eyes', users: ['U0STAUNCH1'], count: 1 }]);
});

test('a file is shared once its bytes are there, and only into channels that the bot is in', async () => {
  const { client, workspace, origin, channelNamed } = await startApi();
  const asked = await client.files.getUploadURLExternal({ filename: 'record.json', length: 3 });
  const id = asked.file_id ?? '';
  const complete = (channel: string) =>
    outcome(client.files.completeUploadExternal({ files: [{ id, title: 'The record' }], channel_id: channel }));
  const general = channelNamed('general').id;
  expect(asked.upload_url).toBe(`${origin}/upload/${id}`);
  expect(await complete(general)).toBe('file_not_found');
  await fetch(asked.upload_url ?? '', { method: 'POST', body: '{} ' });
  expect(await outcome(client.files.info({ file: id }))).toBe('file_not_found');
  const elsewhere = createChannel(workspace, { name: 'lunch', kind: 'public', creator: 'U0ONCALL01' }).id;
  expect(await complete(elsewhere)).toBe('not_in_channel');
  expect(await complete('C0NOTHING0')).toBe('channel_not_found');
  expect(await complete(general)).toBe('ok');
  expect((await client.files.info({ file: id })).file).toMatchObject({ title: 'The record', size: 3, channels: [general] });
  expect((await fetch(asked.upload_url ?? '', { method: 'POST', body: 'other' })).status).toBe(404);
});

test('a file of more than 10 MiB is refused before it is sent', async () => {
  const { client } = await startApi();
  const ask = (length: number) => outcome(client.files.getUploadURLExternal({ filename: 'big.bin', length }));
  expect(await ask(10 * 1024 * 1024)).toBe('ok');
  expect(await ask(10 * 1024 * 1024 + 1)).toBe('file_upload_size_restricted');
});
