import { generalName } from '../../shapes/channel.ts';
import { removeFromChannel } from '../../workspace/channels.ts';
import type { Answer, Method } from '../method.ts';
import { personOf, reachAsMember } from '../reach.ts';
import { anyScopeFor } from '../scope.ts';

/** https://docs.slack.dev/reference/methods/conversations.kick */
export const kick: Method = {
  name: 'conversations.kick',
  token: 'bot',
  tier: 3,
  scopes: anyScopeFor('manage'),
  run(call): Answer {
    const reached = reachAsMember(call, 'manage');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.kind === 'dm') return { error: 'method_not_supported_for_channel_type' };
    if (channel.name === generalName) return { error: 'cant_kick_from_general' };
    const person = personOf(call);
    if (!person) return { error: 'user_not_found' };
    if (person.id === call.workspace.app.botUser) return { error: 'cant_kick_self' };
    if (!channel.members.has(person.id)) return { error: 'not_in_channel' };
    removeFromChannel(call.workspace, channel, person.id);
    return { ok: {} };
  },
};
