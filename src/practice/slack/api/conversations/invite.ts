import { channelShape } from '../../shapes/channel.ts';
import { addToChannel } from '../../workspace/channels.ts';
import type { Channel } from '../../workspace/model.ts';
import type { Answer, Call, Method } from '../method.ts';
import { reachAsMember } from '../reach.ts';
import { flagOf, listOf } from '../read-argument.ts';
import { anyScopeFor } from '../scope.ts';
import { asSeenByBot } from './as-seen-by-bot.ts';

/** https://docs.slack.dev/reference/methods/conversations.invite */
export const invite: Method = {
  name: 'conversations.invite',
  token: 'bot',
  tier: 3,
  scopes: anyScopeFor('invite'),
  run(call): Answer {
    const { workspace, args } = call;
    const reached = reachAsMember(call, 'invite');
    if ('error' in reached) return reached;
    const { channel } = reached;
    if (channel.kind === 'dm') return { error: 'method_not_supported_for_channel_type' };
    if (channel.archived) return { error: 'is_archived' };
    const users = listOf(args, 'users');
    if (users.length === 0) return { error: 'no_user' };
    const refused = users.flatMap((user) => {
      const error = inviteFault(call, channel, user);
      return error === null ? [] : [{ user, ok: false, error }];
    });
    const [first] = refused;
    if (first && !(flagOf(args, 'force') && refused.length < users.length)) {
      return { error: first.error, more: { errors: refused } };
    }
    const willing = users.filter((user) => !refused.some((each) => each.user === user));
    for (const user of willing) addToChannel(workspace, channel, user, workspace.app.botUser);
    return { ok: { channel: asSeenByBot(channelShape(workspace, channel), true) } };
  },
};

/** What speaks against this one. A stranger may come where the other company is already; a guest of one channel has one already. */
function inviteFault(call: Call, channel: Channel, id: string): string | null {
  const { workspace } = call;
  const person = workspace.people.get(id);
  if (!person) return 'user_not_found';
  if (person.id === workspace.app.botUser) return 'cant_invite_self';
  if (channel.members.has(person.id)) return 'already_in_channel';
  if (person.deleted || (person.stranger && !channel.extShared)) return 'cant_invite';
  const isElsewhere = [...workspace.channels.values()].some(({ kind, members }) => kind !== 'dm' && members.has(person.id));
  return person.ultraRestricted && isElsewhere ? 'ura_max_channels' : null;
}
