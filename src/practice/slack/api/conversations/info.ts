import { channelShape } from '../../shapes/channel.ts';
import type { Answer, Method } from '../method.ts';
import { isMember, reach } from '../reach.ts';
import { flagOf } from '../read-argument.ts';
import { anyScopeFor } from '../scope.ts';
import { asSeenByBot } from './as-seen-by-bot.ts';

/** https://docs.slack.dev/reference/methods/conversations.info */
export const info: Method = {
  name: 'conversations.info',
  token: 'bot',
  tier: 3,
  scopes: anyScopeFor('read'),
  run(call): Answer {
    const reached = reach(call, 'read');
    if ('error' in reached) return reached;
    const { channel } = reached;
    const isIn = isMember(call, channel);
    const shape = channelShape(call.workspace, channel);
    return {
      ok: {
        channel: {
          ...(isIn ? asSeenByBot(shape, true) : { ...shape, is_member: false }),
          ...(flagOf(call.args, 'include_num_members') ? { num_members: channel.members.size } : undefined),
          ...(flagOf(call.args, 'include_locale') ? { locale: 'en-US' } : undefined),
        },
      },
    };
  },
};
