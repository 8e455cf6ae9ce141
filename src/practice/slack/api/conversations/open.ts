import { channelShape } from '../../shapes/channel.ts';
import { openDirect } from '../../workspace/channels.ts';
import type { Channel } from '../../workspace/model.ts';
import type { Answer, Call, Method } from '../method.ts';
import { reach } from '../reach.ts';
import { flagOf, listOf, textOf } from '../read-argument.ts';
import { anyScopeFor, scopeFault } from '../scope.ts';

/** Direct messages with one person; of several at once practice has none. https://docs.slack.dev/reference/methods/conversations.open */
export const open: Method = {
  name: 'conversations.open',
  token: 'bot',
  tier: 3,
  scopes: anyScopeFor('manage'),
  run(call): Answer {
    if (textOf(call.args, 'channel') !== null) {
      const reached = reach(call, 'manage');
      if ('error' in reached) return reached;
      if (reached.channel.kind !== 'dm') return { error: 'method_not_supported_for_channel_type' };
      return opened(call, { channel: reached.channel, fresh: false });
    }
    const missing = scopeFault(call.scopes, 'manage', 'dm');
    if (missing) return missing;
    const users = listOf(call.args, 'users');
    const [first] = users;
    if (first === undefined) return { error: 'users_list_not_supplied' };
    const fault = users.map((user) => personFault(call, user)).find((each) => each !== null);
    if (fault) return { error: fault };
    if (users.length > 1) return { error: 'invalid_user_combination' };
    return opened(call, openDirect(call.workspace, first));
  },
};

function personFault(call: Call, id: string): string | null {
  const person = call.workspace.people.get(id);
  if (!person) return 'user_not_found';
  if (person.deleted) return 'user_disabled';
  return person.id === call.workspace.app.botUser ? 'not_enough_users' : null;
}

function opened(call: Call, { channel, fresh }: { channel: Channel; fresh: boolean }): Answer {
  const shape = flagOf(call.args, 'return_im') ? channelShape(call.workspace, channel) : { id: channel.id };
  return { ok: { channel: shape, ...(fresh ? undefined : { no_op: true, already_open: true }) } };
}
