import { channelShape } from '../../shapes/channel.ts';
import { createChannel, nameFault } from '../../workspace/channels.ts';
import type { Answer, Method } from '../method.ts';
import { flagOf, textOf } from '../read-argument.ts';
import { anyScopeFor, scopeFault } from '../scope.ts';
import { asSeenByBot } from './as-seen-by-bot.ts';

/** https://docs.slack.dev/reference/methods/conversations.create */
export const create: Method = {
  name: 'conversations.create',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('manage'),
  run(call): Answer {
    const { workspace, args, scopes } = call;
    const kind = flagOf(args, 'is_private') ? 'private' : 'public';
    const missing = scopeFault(scopes, 'manage', kind);
    if (missing) return missing;
    const name = textOf(args, 'name') ?? '';
    const fault = nameFault(workspace, name);
    if (fault) return { error: fault };
    const channel = createChannel(workspace, { name, kind, creator: workspace.app.botUser });
    return { ok: { channel: asSeenByBot(channelShape(workspace, channel), true) } };
  },
};
