import { messageShape } from '../../shapes/message.ts';
import { findDirect, openDirect } from '../../workspace/channels.ts';
import { findMessage, postMessage as post } from '../../workspace/messages.ts';
import type { Channel } from '../../workspace/model.ts';
import type { Answer, Call, Method } from '../method.ts';
import { isMember, type Reached, type Refusal, visibleChannel } from '../reach.ts';
import { textOf } from '../read-argument.ts';
import { areBlocksTooLong, isEmpty, readContent, readMetadata } from './content.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const postMessage: Method = {
  name: 'chat.postMessage',
  token: 'bot',
  tier: 'posting',
  scopes: [['chat:write']],
  run(call): Answer {
    const { workspace, args } = call;
    const read = readContent(call);
    if ('error' in read) return read;
    const { content } = read;
    const data = readMetadata(call);
    if ('error' in data) return data;
    if (isEmpty(content)) return { error: 'no_text' };
    if (areBlocksTooLong(content.blocks)) return { error: 'msg_blocks_too_long' };
    const reached = addressee(call, textOf(args, 'channel') ?? '');
    if ('error' in reached) return reached;
    const { channel } = reached;
    const thread = threadFor(call, channel);
    if ('error' in thread) return thread;
    const message = post(workspace, {
      channel: channel.id,
      user: workspace.app.botUser,
      byApp: true,
      text: content.text ?? '',
      blocks: content.blocks ?? [],
      threadTs: thread.ts,
      metadata: data.metadata,
      unfurl: args.unfurl_links !== false && args.unfurl_media !== false,
    });
    const shape = messageShape(workspace, message, { withMetadata: true, origin: call.origin() });
    return { ok: { channel: channel.id, ts: message.ts, message: shape } };
  },
};

/** A channel by its id or name, or the direct message with a person by that person's id. */
function addressee(call: Call, named: string): Reached {
  const { workspace } = call;
  const person = workspace.people.get(named);
  if (person) {
    if (person.deleted || person.id === workspace.app.botUser) return { error: 'channel_not_found' };
    return { channel: findDirect(workspace, person.id) ?? openDirect(workspace, person.id).channel };
  }
  const byName = [...workspace.channels.values()].find(({ name }) => name !== '' && name === named.replace(/^#/, ''));
  const channel = visibleChannel(call, byName?.id ?? named);
  if (!channel) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  const may = isMember(call, channel) || (channel.kind === 'public' && call.scopes.includes('chat:write.public'));
  return may ? { channel } : { error: 'not_in_channel' };
}

/** The first message of the thread that is answered in; a time stamp of an answer leads to the same. */
export function threadFor(call: Call, channel: Channel): { ts: string | null } | Refusal {
  const ts = textOf(call.args, 'thread_ts');
  if (ts === null) return { ts: null };
  const parent = findMessage(call.workspace, channel.id, ts);
  return parent ? { ts: parent.threadTs ?? parent.ts } : { error: 'cannot_reply_to_message' };
}
