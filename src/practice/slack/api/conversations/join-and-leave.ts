import { channelShape, generalName } from '../../shapes/channel.ts';
import { addToChannel, removeFromChannel } from '../../workspace/channels.ts';
import type { Answer, Method } from '../method.ts';
import { isMember, reach, reachAsMember } from '../reach.ts';
import { anyScopeFor } from '../scope.ts';

/** https://docs.slack.dev/reference/methods/conversations.join */
export const join: Method = {
  name: 'conversations.join',
  token: 'bot',
  tier: 3,
  scopes: [['channels:join']],
  run(call): Answer {
    const { workspace } = call;
    const reached = reach(call, null);
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.kind !== 'public') return { error: 'method_not_supported_for_channel_type' };
    if (channel.archived) return { error: 'is_archived' };
    const wasIn = isMember(call, channel);
    addToChannel(workspace, channel, workspace.app.botUser, null);
    const warning = wasIn ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {};
    return { ok: { channel: { ...channelShape(workspace, channel), is_member: true }, ...warning } };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.leave */
export const leave: Method = {
  name: 'conversations.leave',
  token: 'bot',
  tier: 3,
  scopes: anyScopeFor('manage'),
  run(call): Answer {
    const reached = reachAsMember(call, 'manage');
    // One who is not in has nothing to leave, and is told that all is well.
    if ('error' in reached) return reached.error === 'not_in_channel' ? { ok: {} } : reached;
    const { channel } = reached;
    if (channel.kind === 'dm') return { error: 'method_not_supported_for_channel_type' };
    if (channel.name === generalName) return { error: 'cant_leave_general' };
    if (channel.archived) return { error: 'is_archived' };
    if (channel.kind === 'private' && channel.members.size === 1) return { error: 'last_member' };
    removeFromChannel(call.workspace, channel, call.workspace.app.botUser);
    return { ok: {} };
  },
};
