import { generalName } from '../../shapes/channel.ts';
import { archiveChannel, changeChannel } from '../../workspace/channels.ts';
import type { Answer, Method } from '../method.ts';
import { reach, reachAsMember } from '../reach.ts';
import { anyScopeFor } from '../scope.ts';

/** https://docs.slack.dev/reference/methods/conversations.archive */
export const archive: Method = {
  name: 'conversations.archive',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('manage'),
  run(call): Answer {
    const reached = reachAsMember(call, 'manage');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.kind === 'dm') return { error: 'method_not_supported_for_channel_type' };
    if (channel.name === generalName) return { error: 'cant_archive_general' };
    if (channel.archived) return { error: 'already_archived' };
    archiveChannel(call.workspace, channel, call.workspace.app.botUser);
    return { ok: {} };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.unarchive */
export const unarchive: Method = {
  name: 'conversations.unarchive',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('manage'),
  run(call): Answer {
    const reached = reach(call, 'manage');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.kind === 'dm') return { error: 'method_not_supported_for_channel_type' };
    if (!channel.archived) return { error: 'not_archived' };
    changeChannel(call.workspace, channel, { archived: false });
    return { ok: {} };
  },
};
