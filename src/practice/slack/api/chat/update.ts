import { messageShape } from '../../shapes/message.ts';
import { editMessage, findMessage } from '../../workspace/messages.ts';
import type { JsonObject } from '../../workspace/model.ts';
import type { Answer, Method } from '../method.ts';
import { reach } from '../reach.ts';
import { textOf } from '../read-argument.ts';
import { isEmpty, readContent, readMetadata } from './content.ts';

/** Characters: a change takes less than a post. */
const mostChangedChars = 4_000;
/** Of the message, the answer has its content, not its place. */
const placeKeys = new Set([
  'ts',
  'thread_ts',
  'parent_user_id',
  'reply_count',
  'reply_users_count',
  'latest_reply',
  'reply_users',
  'is_locked',
  'subscribed',
  'reactions',
]);

/** The app's own messages alone. https://docs.slack.dev/reference/methods/chat.update */
export const update: Method = {
  name: 'chat.update',
  token: 'bot',
  tier: 3,
  scopes: [['chat:write']],
  run(call): Answer {
    const { workspace, args } = call;
    const read = readContent(call);
    if ('error' in read) return read;
    const { content } = read;
    const data = readMetadata(call);
    if ('error' in data) return data;
    if (isEmpty(content)) return { error: 'no_text' };
    if ((content.text ?? '').length > mostChangedChars) return { error: 'msg_too_long' };
    const reached = reach(call, null);
    if ('error' in reached) return reached;
    const { channel } = reached;
    const message = findMessage(workspace, channel.id, textOf(args, 'ts') ?? '');
    if (!message) return { error: 'message_not_found' };
    if (!message.byApp || message.user !== workspace.app.botUser) return { error: 'cant_update_message' };
    const changed = editMessage(workspace, message, {
      by: workspace.app.botUser,
      // Text alone takes the place of the blocks as well: what they showed is no longer what is said.
      text: content.text ?? (content.blocks ? '' : message.text),
      blocks: content.blocks ?? [],
      ...(data.metadata ? { metadata: data.metadata } : undefined),
    });
    const shape = messageShape(workspace, changed, { withMetadata: true, origin: call.origin() });
    return { ok: { channel: channel.id, ts: changed.ts, text: changed.text, message: withoutPlace(shape) } };
  },
};

const withoutPlace = (shape: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(shape).filter(([key]) => !placeKeys.has(key)));
