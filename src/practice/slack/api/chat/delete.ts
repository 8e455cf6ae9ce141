import { deleteMessage, findMessage } from '../../workspace/messages.ts';
import type { Answer, Method } from '../method.ts';
import { reach } from '../reach.ts';
import { textOf } from '../read-argument.ts';

/** The app's own messages alone. https://docs.slack.dev/reference/methods/chat.delete */
export const deleteOwn: Method = {
  name: 'chat.delete',
  token: 'bot',
  tier: 3,
  scopes: [['chat:write']],
  run(call): Answer {
    const reached = reach(call, null);
    if ('error' in reached) return reached;
    const message = findMessage(call.workspace, reached.channel.id, textOf(call.args, 'ts') ?? '');
    if (!message) return { error: 'message_not_found' };
    if (!message.byApp || message.user !== call.workspace.app.botUser) return { error: 'cant_delete_message' };
    deleteMessage(call.workspace, message);
    return { ok: { channel: reached.channel.id, ts: message.ts } };
  },
};
