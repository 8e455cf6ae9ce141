import { channelShape } from '../../shapes/channel.ts';
import { changeChannel, nameFault } from '../../workspace/channels.ts';
import type { Answer, Method } from '../method.ts';
import { reachAsMember } from '../reach.ts';
import { textOf } from '../read-argument.ts';
import { anyScopeFor } from '../scope.ts';
import { asSeenByBot } from './as-seen-by-bot.ts';

/** Only channels that the app made. https://docs.slack.dev/reference/methods/conversations.rename */
export const rename: Method = {
  name: 'conversations.rename',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('manage'),
  run(call): Answer {
    const { workspace } = call;
    const reached = reachAsMember(call, 'manage');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.kind === 'dm') return { error: 'method_not_supported_for_channel_type' };
    if (channel.archived) return { error: 'is_archived' };
    if (channel.creator !== workspace.app.botUser) return { error: 'not_authorized' };
    const name = textOf(call.args, 'name') ?? '';
    const fault = name === channel.name ? null : nameFault(workspace, name);
    if (fault) return { error: fault };
    changeChannel(workspace, channel, { name });
    return { ok: { channel: asSeenByBot(channelShape(workspace, channel), true) } };
  },
};
