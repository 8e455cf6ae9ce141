/** Calls that Slack refuses, and the code it refuses them with: made one after the other in one workspace. */
import { addToChannel, archiveChannel, createChannel } from '../../../../src/practice/slack/workspace/channels.ts';
import { postMessage } from '../../../../src/practice/slack/workspace/messages.ts';
import type { Api } from '../api/api-server.ts';
import { modal } from '../api/every-method.ts';

type Arguments = Record<string, unknown>;

/** `args` as Slack's own client takes them; a function where something is made just before the call. */
export type Refusal = { method: string; args: Arguments | (() => Arguments); error: string };

const text = (value: string) => ({ type: 'plain_text', text: value });
const home = { type: 'home', blocks: [] };

/** Channels and messages that the refused calls are about. */
function furnish({ workspace, channelNamed }: Api) {
  const bot = workspace.app.botUser;
  const member = 'U0APPROVE1';
  const theirs = createChannel(workspace, { name: 'their-secrets', kind: 'private', creator: member });
  const other = createChannel(workspace, { name: 'lunch', kind: 'public', creator: member });
  const alone = createChannel(workspace, { name: 'inc-alone', kind: 'private', creator: bot });
  const ours = createChannel(workspace, { name: 'inc-0001', kind: 'private', creator: bot });
  addToChannel(workspace, ours, member, bot);
  const old = createChannel(workspace, { name: 'inc-0000', kind: 'private', creator: bot });
  archiveChannel(workspace, old, bot);
  const post = (user: string) =>
    postMessage(workspace, { channel: ours.id, user, byApp: user === bot, text: 'A key is out.', threadTs: null });
  const [general, alerts] = [channelNamed('general'), channelNamed('security-alerts')];
  return { bot, member, theirs, other, alone, ours, old, general, alerts, said: post(member), posted: post(bot) };
}

export function refusals(api: Api): Refusal[] {
  const world = furnish(api);
  return [
    ...aboutMessages(world),
    ...aboutChannels(world),
    ...aboutPeople(world),
    ...aboutMarks(world),
    ...aboutViews(api, world),
    ...aboutFiles(world),
  ];
}

type World = ReturnType<typeof furnish>;

function aboutMessages({ theirs, other, ours, old, said, posted, member }: World): Refusal[] {
  const channel = ours.id;
  const far = '1.000001';
  const metadata = (event_payload: unknown) => ({ event_type: 'ask', event_payload });
  const post = (args: Arguments, error: string): Refusal => ({ method: 'chat.postMessage', args, error });
  return [
    post({ text: 'hi' }, 'invalid_arguments'),
    post({ channel }, 'no_text'),
    post({ channel: 'C0NOWHERE', text: 'hi' }, 'channel_not_found'),
    post({ channel: theirs.id, text: 'hi' }, 'channel_not_found'),
    post({ channel: other.id, text: 'hi' }, 'not_in_channel'),
    post({ channel: old.id, text: 'hi' }, 'is_archived'),
    post({ channel, text: 'hi', blocks: [{ type: 'nope' }] }, 'invalid_blocks'),
    post({ channel, blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }, 'invalid_blocks'),
    post({ channel, text: 'hi', blocks: '[{' }, 'invalid_arguments'),
    post({ channel, text: 'hi', blocks: ['hello'] }, 'invalid_blocks_format'),
    post(
      { channel, blocks: Array.from({ length: 5 }, () => ({ type: 'section', text: text('x'.repeat(2_900)) })) },
      'msg_blocks_too_long',
    ),
    post({ channel, text: 'hi', markdown_text: '**hi**' }, 'markdown_text_conflict'),
    post({ channel, text: 'hi', thread_ts: far }, 'cannot_reply_to_message'),
    post({ channel, text: 'hi', metadata: { event_type: 'ask' } }, 'invalid_metadata_schema'),
    post({ channel, text: 'hi', metadata: metadata({ x: 'x'.repeat(17_000) }) }, 'metadata_too_large'),
    { method: 'chat.update', args: { channel, ts: far, text: 'hi' }, error: 'message_not_found' },
    { method: 'chat.update', args: { channel, ts: said.ts, text: 'hi' }, error: 'cant_update_message' },
    { method: 'chat.update', args: { channel, ts: posted.ts, text: 'x'.repeat(4_001) }, error: 'msg_too_long' },
    { method: 'chat.delete', args: { channel, ts: far }, error: 'message_not_found' },
    { method: 'chat.delete', args: { channel, ts: said.ts }, error: 'cant_delete_message' },
    { method: 'chat.postEphemeral', args: { channel, user: 'U0GUEST001', text: 'hi' }, error: 'user_not_in_channel' },
    { method: 'chat.postEphemeral', args: { channel, user: member }, error: 'no_text' },
    { method: 'chat.getPermalink', args: { channel, message_ts: far }, error: 'message_not_found' },
    { method: 'conversations.replies', args: { channel, ts: far }, error: 'thread_not_found' },
    { method: 'conversations.history', args: { channel, oldest: 'never' }, error: 'invalid_ts_oldest' },
    { method: 'conversations.history', args: { channel: other.id }, error: 'not_in_channel' },
    { method: 'conversations.history', args: { channel, limit: 'ten' }, error: 'invalid_arguments' },
    { method: 'conversations.history', args: { channel, cursor: 'bm90aGluZw==' }, error: 'invalid_cursor' },
  ];
}

function aboutChannels({ theirs, ours, old, alone, general, alerts, bot, member }: World): Refusal[] {
  const channel = ours.id;
  const create = (name: string, error: string): Refusal => ({ method: 'conversations.create', args: { name }, error });
  const invite = (users: string, error: string): Refusal => ({
    method: 'conversations.invite',
    args: { channel, users },
    error,
  });
  return [
    create('', 'invalid_name_required'),
    create('inc-0001', 'name_taken'),
    create('x'.repeat(81), 'invalid_name_maxlength'),
    create('Inc 1!', 'invalid_name_specials'),
    invite('', 'no_user'),
    invite('U0NOBODY00', 'user_not_found'),
    invite(bot, 'cant_invite_self'),
    invite(member, 'already_in_channel'),
    invite('U0GONE0001', 'cant_invite'),
    { method: 'conversations.invite', args: { channel: theirs.id, users: member }, error: 'channel_not_found' },
    { method: 'conversations.invite', args: { channel: old.id, users: member }, error: 'is_archived' },
    { method: 'conversations.kick', args: { channel }, error: 'user_not_found' },
    { method: 'conversations.kick', args: { channel, user: bot }, error: 'cant_kick_self' },
    { method: 'conversations.kick', args: { channel: general.id, user: member }, error: 'cant_kick_from_general' },
    { method: 'conversations.join', args: { channel: ours.id }, error: 'method_not_supported_for_channel_type' },
    { method: 'conversations.leave', args: { channel: general.id }, error: 'cant_leave_general' },
    { method: 'conversations.leave', args: { channel: alone.id }, error: 'last_member' },
    { method: 'conversations.archive', args: { channel: old.id }, error: 'already_archived' },
    { method: 'conversations.archive', args: { channel: general.id }, error: 'cant_archive_general' },
    { method: 'conversations.unarchive', args: { channel }, error: 'not_archived' },
    { method: 'conversations.setTopic', args: { channel, topic: 'x'.repeat(251) }, error: 'too_long' },
    { method: 'conversations.setPurpose', args: { channel: old.id, purpose: 'x' }, error: 'is_archived' },
    { method: 'conversations.rename', args: { channel, name: 'general' }, error: 'name_taken' },
    { method: 'conversations.rename', args: { channel: alerts.id, name: 'alerts' }, error: 'not_authorized' },
    { method: 'conversations.info', args: { channel: theirs.id }, error: 'channel_not_found' },
    { method: 'conversations.list', args: { types: 'secret_channel' }, error: 'invalid_types' },
    { method: 'conversations.members', args: { channel: 'C0NOWHERE' }, error: 'channel_not_found' },
    { method: 'conversations.open', args: {}, error: 'users_list_not_supplied' },
    { method: 'conversations.open', args: { users: 'U0NOBODY00' }, error: 'user_not_found' },
    { method: 'conversations.open', args: { users: 'U0GONE0001' }, error: 'user_disabled' },
  ];
}

const aboutPeople = (_world: World): Refusal[] => [
  { method: 'users.info', args: { user: 'U0NOBODY00' }, error: 'user_not_found' },
  { method: 'users.lookupByEmail', args: { email: 'nobody@practice.example' }, error: 'users_not_found' },
  { method: 'team.info', args: { team: 'T0ELSEWHER' }, error: 'team_not_found' },
  { method: 'usergroups.list', args: {}, error: 'plan_upgrade_required' },
];

function aboutMarks({ ours, said, general }: World): Refusal[] {
  const at = { channel: ours.id, timestamp: said.ts };
  const mark = (more: Arguments) => ({
    channel_id: ours.id,
    title: 'Record',
    type: 'link',
    link: 'https://a.example/',
    ...more,
  });
  ours.pins = [said.ts];
  return [
    { method: 'pins.add', args: at, error: 'already_pinned' },
    { method: 'pins.add', args: { channel: ours.id }, error: 'no_item_specified' },
    { method: 'pins.add', args: { ...at, timestamp: 'x' }, error: 'bad_timestamp' },
    { method: 'pins.add', args: { ...at, timestamp: '1.000001' }, error: 'message_not_found' },
    { method: 'pins.remove', args: { ...at, channel: general.id }, error: 'message_not_found' },
    { method: 'bookmarks.add', args: mark({ link: 'nowhere' }), error: 'invalid_link' },
    { method: 'bookmarks.add', args: mark({ type: 'folder' }), error: 'invalid_arguments' },
    { method: 'bookmarks.add', args: mark({ emoji: 'fire' }), error: 'invalid_emoji' },
    { method: 'bookmarks.remove', args: { channel_id: ours.id, bookmark_id: 'Bk0NOTHING' }, error: 'not_found' },
    { method: 'reactions.add', args: { channel: ours.id, name: 'eyes' }, error: 'no_item_specified' },
    { method: 'reactions.add', args: { ...at, name: 'Not An Emoji' }, error: 'invalid_name' },
  ];
}

function aboutViews({ triggers, clock }: Api, { member }: World): Refusal[] {
  const used = () => {
    const id = triggers.issue(member);
    triggers.use(id);
    return id;
  };
  const late = () => {
    const id = triggers.issue(member);
    clock.pass(3_001);
    return id;
  };
  const open = (trigger_id: () => string, view: unknown, error: string): Refusal => ({
    method: 'views.open',
    args: () => ({ trigger_id: trigger_id(), view }),
    error,
  });
  const fresh = () => triggers.issue(member);
  return [
    open(() => 'nonsense', modal, 'invalid_trigger_id'),
    open(late, modal, 'expired_trigger_id'),
    open(used, modal, 'exchanged_trigger_id'),
    open(fresh, { ...modal, title: text('x'.repeat(25)) }, 'invalid_arguments'),
    open(fresh, { ...modal, submit: undefined }, 'invalid_arguments'),
    open(
      fresh,
      { ...modal, blocks: Array.from({ length: 90 }, () => ({ type: 'section', text: text('x'.repeat(2_900)) })) },
      'view_too_large',
    ),
    { method: 'views.open', args: () => ({ trigger_id: fresh() }), error: 'invalid_arguments' },
    { method: 'views.update', args: { view_id: 'V0NOTHING', view: modal }, error: 'not_found' },
    { method: 'views.publish', args: { user_id: member, view: home, hash: 'x' }, error: 'hash_conflict' },
    { method: 'views.publish', args: { user_id: 'U0NOBODY00', view: home }, error: 'invalid_arguments' },
  ];
}

function aboutFiles({ ours }: World): Refusal[] {
  return [
    { method: 'files.getUploadURLExternal', args: { filename: 'a.txt' }, error: 'missing_argument' },
    { method: 'files.getUploadURLExternal', args: { filename: 'a.txt', length: 0 }, error: 'missing_argument' },
    {
      method: 'files.completeUploadExternal',
      args: { files: [{ id: 'F0NOTHING' }], channel_id: ours.id },
      error: 'file_not_found',
    },
    { method: 'files.info', args: { file: 'F0NOTHING' }, error: 'file_not_found' },
    { method: 'blocks.validate', args: { blocks: [{ type: 'section' }] }, error: 'invalid_blocks' },
    { method: 'chat.scheduleMessage', args: { channel: ours.id, post_at: 1, text: 'hi' }, error: 'unknown_method' },
  ];
}
