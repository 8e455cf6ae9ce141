/** Calls that both our practice Slack and `emulate` know, in one order: later ones are about what earlier ones made. */
import { modal } from '../api/every-method.ts';
import type { Side } from './side.ts';

type Kept = Record<string, string>;
export type Step = { name: string; call(side: Side, kept: Kept): Promise<object> };

const text = 'A key is out.';
const far = '1000000000.000001';
const keep = async <T extends object>(answer: Promise<T>, take: (answer: T) => void): Promise<T> => {
  const given = await answer;
  take(given);
  return given;
};
const step = (name: string, call: Step['call']): Step => ({ name, call });

const channels: Step[] = [
  step('auth.test', ({ client }) => client.auth.test()),
  step('create', ({ client }, kept) =>
    keep(client.conversations.create({ name: 'inc-0001', is_private: true }), ({ channel }) => {
      kept.channel = channel?.id ?? '';
    }),
  ),
  step('create a second of the same name', ({ client }) => client.conversations.create({ name: 'inc-0001' })),
  step('create with capitals', ({ client }) => client.conversations.create({ name: 'Inc 2!' })),
  step('create without a name', ({ client }) => client.apiCall('conversations.create', {})),
  step('info', ({ client }, { channel = '' }) => client.conversations.info({ channel })),
  step('info of no channel', ({ client }) => client.conversations.info({ channel: 'C0NOWHERE' })),
  step('invite', ({ client, people }, { channel = '' }) => client.conversations.invite({ channel, users: people.one })),
  step('invite again', ({ client, people }, { channel = '' }) => client.conversations.invite({ channel, users: people.one })),
  step('invite nobody known', ({ client }, { channel = '' }) => client.conversations.invite({ channel, users: 'U0NOBODY00' })),
  step('members', ({ client }, { channel = '' }) => client.conversations.members({ channel })),
  step('setTopic', ({ client }, { channel = '' }) => client.conversations.setTopic({ channel, topic: 'By 12:15' })),
  step('setPurpose', ({ client }, { channel = '' }) => client.conversations.setPurpose({ channel, purpose: 'One leak' })),
  step('rename', ({ client }, { channel = '' }) => client.conversations.rename({ channel, name: 'inc-0001-token' })),
  step('open', ({ client, people }) => client.conversations.open({ users: people.one })),
  step('list', ({ client }) => client.conversations.list({ types: 'public_channel,private_channel' })),
];

const messages: Step[] = [
  step('post', ({ client }, kept) =>
    keep(client.chat.postMessage({ channel: kept.channel ?? '', text }), ({ ts }) => {
      kept.ts = ts ?? '';
    }),
  ),
  step('post nothing', ({ client }, { channel = '' }) => client.apiCall('chat.postMessage', { channel })),
  step('post to no channel', ({ client }) => client.chat.postMessage({ channel: 'C0NOWHERE', text })),
  step('answer in the thread', ({ client }, { channel = '', ts = '' }) =>
    client.chat.postMessage({ channel, text, thread_ts: ts }),
  ),
  step('update', ({ client }, { channel = '', ts = '' }) => client.chat.update({ channel, ts, text: 'It is dead.' })),
  step('update no message', ({ client }, { channel = '' }) => client.chat.update({ channel, ts: far, text })),
  step('ephemeral', ({ client, people }, { channel = '' }) => client.chat.postEphemeral({ channel, user: people.one, text })),
  step('permalink', ({ client }, { channel = '', ts = '' }) => client.chat.getPermalink({ channel, message_ts: ts })),
  step('permalink of no message', ({ client }, { channel = '' }) => client.chat.getPermalink({ channel, message_ts: far })),
  step('history', ({ client }, { channel = '' }) => client.conversations.history({ channel })),
  step('replies', ({ client }, { channel = '', ts = '' }) => client.conversations.replies({ channel, ts })),
  step('replies of no message', ({ client }, { channel = '' }) => client.conversations.replies({ channel, ts: far })),
  step('react', ({ client }, { channel = '', ts = '' }) => client.reactions.add({ channel, timestamp: ts, name: 'eyes' })),
  step('react again', ({ client }, { channel = '', ts = '' }) =>
    client.reactions.add({ channel, timestamp: ts, name: 'eyes' }),
  ),
  step('pin', ({ client }, { channel = '', ts = '' }) => client.pins.add({ channel, timestamp: ts })),
  step('pin again', ({ client }, { channel = '', ts = '' }) => client.pins.add({ channel, timestamp: ts })),
  step('pin no message', ({ client }, { channel = '' }) => client.pins.add({ channel, timestamp: far })),
  step('pins', ({ client }, { channel = '' }) => client.pins.list({ channel })),
  step('unpin', ({ client }, { channel = '', ts = '' }) => client.pins.remove({ channel, timestamp: ts })),
  step('unpin again', ({ client }, { channel = '', ts = '' }) => client.pins.remove({ channel, timestamp: ts })),
  step('bookmark', ({ client }, kept) =>
    keep(
      client.bookmarks.add({ channel_id: kept.channel ?? '', title: 'Record', type: 'link', link: 'https://a.example/' }),
      ({ bookmark }) => {
        kept.bookmark = bookmark?.id ?? '';
      },
    ),
  ),
  step('bookmark to nowhere', ({ client }, { channel = '' }) =>
    client.bookmarks.add({ channel_id: channel, title: 'Record', type: 'link', link: 'nowhere' }),
  ),
  step('bookmarks', ({ client }, { channel = '' }) => client.bookmarks.list({ channel_id: channel })),
  step('bookmark removed', ({ client }, { channel = '', bookmark = '' }) =>
    client.bookmarks.remove({ channel_id: channel, bookmark_id: bookmark }),
  ),
  step('bookmark removed again', ({ client }, { channel = '', bookmark = '' }) =>
    client.bookmarks.remove({ channel_id: channel, bookmark_id: bookmark }),
  ),
  step('a file in three moves', ({ client }, { channel = '' }) =>
    client.filesUploadV2({ channel_id: channel, filename: 'record.txt', content: 'the record' }),
  ),
  step('a file that is none', ({ client }) => client.files.info({ file: 'F0NOTHING' })),
  step('delete', ({ client }, { channel = '', ts = '' }) => client.chat.delete({ channel, ts })),
  step('delete again', ({ client }, { channel = '', ts = '' }) => client.chat.delete({ channel, ts })),
];

const views: Step[] = [
  step('open a modal', async ({ client, people, trigger }, kept) => {
    kept.trigger = await trigger(people.one);
    return keep(client.views.open({ trigger_id: kept.trigger, view: modal }), ({ view }) => {
      kept.view = view?.id ?? '';
      kept.hash = view?.hash ?? '';
    });
  }),
  step('the trigger a second time', ({ client }, kept) => client.views.open({ trigger_id: kept.trigger ?? '', view: modal })),
  step('a made-up trigger', ({ client }) => client.views.open({ trigger_id: 'nonsense', view: modal })),
  step('change the modal', ({ client }, { view = '', hash = '' }) => client.views.update({ view_id: view, hash, view: modal })),
  step('change it by an old hash', ({ client }, { view = '', hash = '' }) =>
    client.views.update({ view_id: view, hash, view: modal }),
  ),
  step('change no view', ({ client }) => client.views.update({ view_id: 'V0NOTHING', view: modal })),
  step('publish a home tab', ({ client, people }) =>
    client.views.publish({ user_id: people.one, view: { type: 'home', blocks: [{ type: 'divider' }] } }),
  ),
  step('publish by a wrong hash', ({ client, people }) =>
    client.views.publish({ user_id: people.one, hash: 'x', view: { type: 'home', blocks: [{ type: 'divider' }] } }),
  ),
];

const endings: Step[] = [
  step('users.info', ({ client, people }) => client.users.info({ user: people.two })),
  step('users.info of nobody', ({ client }) => client.users.info({ user: 'U0NOBODY00' })),
  step('lookup by email', ({ client }) => client.users.lookupByEmail({ email: 'tomas@practice.example' })),
  step('lookup of nobody', ({ client }) => client.users.lookupByEmail({ email: 'nobody@practice.example' })),
  step('kick', ({ client, people }, { channel = '' }) => client.conversations.kick({ channel, user: people.one })),
  step('archive', ({ client }, { channel = '' }) => client.conversations.archive({ channel })),
  step('archive again', ({ client }, { channel = '' }) => client.conversations.archive({ channel })),
  step('post into the archive', ({ client }, { channel = '' }) => client.chat.postMessage({ channel, text })),
  step('unarchive', ({ client }, { channel = '' }) => client.conversations.unarchive({ channel })),
  step('unarchive again', ({ client }, { channel = '' }) => client.conversations.unarchive({ channel })),
  step('another token', ({ client }) => client.apiCall('conversations.list', { token: 'xoxb-stolen' })),
];

export const commonCalls: readonly Step[] = [...channels, ...messages, ...views, ...endings];
