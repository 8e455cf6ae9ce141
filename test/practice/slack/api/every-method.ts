import type { Block, KnownBlock, View } from '@slack/types';
import { postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import type { Api } from './api-server.ts';

export const blocks: (KnownBlock | Block)[] = [
  { type: 'section', text: { type: 'mrkdwn', text: 'A key is out.' } },
  { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Revoke' }, value: 'x' }] },
];

export const modal: View = {
  type: 'modal',
  callback_id: 'declare',
  title: { type: 'plain_text', text: 'A leak' },
  submit: { type: 'plain_text', text: 'Declare' },
  blocks: [
    {
      type: 'input',
      label: { type: 'plain_text', text: 'Where' },
      element: { type: 'plain_text_input', action_id: 'where' },
    },
  ],
};

/** Calls every method once so that it succeeds; what it answered stands in `api.recorded`. */
export async function callEveryMethod(api: Api): Promise<void> {
  const { client, workspace, triggers, channelNamed, clientWith } = api;
  await client.apiCall('api.test', { foo: 'bar' });
  await client.auth.test();
  await client.team.info();
  await clientWith(workspace.app.appToken).apps.connections.open();
  await callAboutPeople(api);
  const channel = await callAboutChannels(api);
  await callAboutMessages(api, channel);
  const alerts = channelNamed('security-alerts').id;
  await callAboutFiles(api, alerts);

  const open = await client.views.open({ trigger_id: triggers.issue('U0APPROVE1'), view: modal });
  await client.views.update({ view_id: open.view?.id ?? '', hash: open.view?.hash ?? '', view: modal });
  await client.views.push({ trigger_id: triggers.issue('U0APPROVE1'), view: modal });
  await client.views.publish({ user_id: 'U0APPROVE1', view: { type: 'home', blocks } });
  await client.blocks.validate({ blocks });

  await client.conversations.kick({ channel, user: 'U0APPROVE2' });
  await client.conversations.archive({ channel });
  await client.conversations.unarchive({ channel });
  await client.conversations.leave({ channel });
}

async function callAboutPeople({ client }: Api): Promise<void> {
  await client.users.list({});
  await client.users.info({ user: 'U0STRANGE1', include_locale: true });
  await client.users.info({ user: 'U0STAUNCH1' });
  await client.users.info({ user: 'U0GONE0001' });
  await client.users.lookupByEmail({ email: 'tomas@practice.example' });
  await client.users.getPresence({ user: 'U0ONCALL01' });
  await client.users.conversations({});
}

async function callAboutChannels({ client, channelNamed }: Api): Promise<string> {
  const created = await client.conversations.create({ name: 'inc-0001', is_private: true });
  const channel = created.channel?.id ?? '';
  await client.conversations.invite({ channel, users: 'U0APPROVE1,U0APPROVE2' });
  await client.conversations.join({ channel: channelNamed('general').id });
  await client.conversations.setTopic({ channel, topic: 'Contained by 12:15' });
  await client.conversations.setPurpose({ channel, purpose: 'One leak' });
  await client.conversations.rename({ channel, name: 'inc-0001-token' });
  await client.conversations.info({ channel, include_num_members: true, include_locale: true });
  await client.conversations.open({ users: 'U0APPROVE1', return_im: true });
  await client.conversations.open({ users: 'U0APPROVE1' });
  await client.conversations.list({ types: 'public_channel,private_channel,im' });
  await client.conversations.members({ channel });
  return channel;
}

async function callAboutMessages({ client, workspace }: Api, channel: string): Promise<void> {
  const posted = await client.chat.postMessage({
    channel,
    text: 'A key is out.',
    blocks,
    metadata: { event_type: 'ask', event_payload: { incident: '1' } },
  });
  const ts = posted.ts ?? '';
  await client.chat.postMessage({ channel, text: 'Looking.', thread_ts: ts });
  postMessage(workspace, { channel, user: 'U0APPROVE1', byApp: false, text: 'On it.', threadTs: ts });
  await client.chat.postEphemeral({ channel, user: 'U0APPROVE1', text: 'Only you see this.' });
  await client.chat.getPermalink({ channel, message_ts: ts });
  await client.reactions.add({ channel, timestamp: ts, name: 'eyes' });
  await client.chat.update({ channel, ts, text: 'The key is dead.', blocks });
  await client.pins.add({ channel, timestamp: ts });
  await client.pins.list({ channel });
  const added = await client.bookmarks.add({
    channel_id: channel,
    title: 'Record',
    type: 'link',
    link: 'https://example.com/',
  });
  await client.bookmarks.list({ channel_id: channel });
  await client.conversations.history({ channel, include_all_metadata: true });
  await client.conversations.replies({ channel, ts, include_all_metadata: true });
  await client.bookmarks.remove({ channel_id: channel, bookmark_id: added.bookmark?.id ?? '' });
  await client.pins.remove({ channel, timestamp: ts });
  await client.chat.delete({ channel, ts });
}

async function callAboutFiles({ client }: Api, channel: string): Promise<void> {
  const bytes = Buffer.from('the record\n');
  await client.filesUploadV2({ channel_id: channel, filename: 'record.txt', file: bytes, initial_comment: 'The record.' });
  const { messages } = await client.conversations.history({ channel });
  await client.files.info({ file: messages?.[0]?.files?.[0]?.id ?? '' });
}
