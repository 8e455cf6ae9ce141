import { findMessage } from '../../workspace/messages.ts';
import type { Answer, Method } from '../method.ts';
import { reach } from '../reach.ts';
import { textOf } from '../read-argument.ts';

/** Slack's path, at the address of the practice page. https://docs.slack.dev/reference/methods/chat.getPermalink */
export const getPermalink: Method = {
  name: 'chat.getPermalink',
  token: 'bot',
  tier: 'special',
  scopes: [],
  run(call): Answer {
    const reached = reach(call, null);
    if ('error' in reached) return reached;
    const { id } = reached.channel;
    const message = findMessage(call.workspace, id, textOf(call.args, 'message_ts') ?? '');
    if (!message) return { error: 'message_not_found' };
    const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${id}`;
    return { ok: { channel: id, permalink: `${call.origin()}/archives/${id}/p${message.ts.replace('.', '')}${thread}` } };
  },
};
