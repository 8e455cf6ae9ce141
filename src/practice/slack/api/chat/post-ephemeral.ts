import { mostTextChars, postEphemeral as show } from '../../workspace/messages.ts';
import type { Answer, Method } from '../method.ts';
import { personOf, reachAsMember } from '../reach.ts';
import { isEmpty, readContent } from './content.ts';
import { threadFor } from './post-message.ts';

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const postEphemeral: Method = {
  name: 'chat.postEphemeral',
  token: 'bot',
  tier: 4,
  scopes: [['chat:write']],
  run(call): Answer {
    const { workspace } = call;
    const read = readContent(call);
    if ('error' in read) return read;
    const { content } = read;
    if (isEmpty(content)) return { error: 'no_text' };
    if ((content.text ?? '').length > mostTextChars) return { error: 'msg_too_long' };
    const reached = reachAsMember(call, null);
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.archived) return { error: 'is_archived' };
    const person = personOf(call);
    if (!person || !channel.members.has(person.id)) return { error: 'user_not_in_channel' };
    const thread = threadFor(call, channel);
    if ('error' in thread) return thread;
    const message = show(
      workspace,
      {
        channel: channel.id,
        user: workspace.app.botUser,
        byApp: true,
        text: content.text ?? '',
        blocks: content.blocks ?? [],
        threadTs: thread.ts,
      },
      person.id,
    );
    return { ok: { message_ts: message.ts } };
  },
};
