import { findMessage, react } from '../workspace/messages.ts';
import type { Answer, Method } from './method.ts';
import { reach } from './reach.ts';
import { textOf } from './read-argument.ts';
import { isStamp } from './stamp.ts';

/** Different ones under one message. */
const mostEmoji = 23;

/** https://docs.slack.dev/reference/methods/reactions.add */
export const add: Method = {
  name: 'reactions.add',
  token: 'bot',
  tier: 3,
  scopes: [['reactions:write']],
  run(call): Answer {
    const { workspace, args } = call;
    const reached = reach(call, null);
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.archived) return { error: 'is_archived' };
    const ts = textOf(args, 'timestamp');
    if (ts === null) return { error: 'no_item_specified' };
    if (!isStamp(ts)) return { error: 'bad_timestamp' };
    const message = findMessage(workspace, channel.id, ts);
    if (!message) return { error: 'message_not_found' };
    const name = (textOf(args, 'name') ?? '').replace(/^:|:$/g, '');
    if (!/^[a-z0-9_+'-]{1,100}$/.test(name)) return { error: 'invalid_name' };
    const known = message.reactions.find((reaction) => reaction.name === name);
    if (known?.users.includes(workspace.app.botUser)) return { error: 'already_reacted' };
    if (!known && message.reactions.length >= mostEmoji) return { error: 'too_many_emoji' };
    react(workspace, message, { name, user: workspace.app.botUser });
    return { ok: {} };
  },
};
