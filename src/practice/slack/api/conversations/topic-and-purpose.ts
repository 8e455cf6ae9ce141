import { channelShape } from '../../shapes/channel.ts';
import { changeChannel } from '../../workspace/channels.ts';
import type { Answer, Call, Method } from '../method.ts';
import { reachAsMember } from '../reach.ts';
import { textOf } from '../read-argument.ts';
import { anyScopeFor } from '../scope.ts';
import { asSeenByBot } from './as-seen-by-bot.ts';

/** Characters of each. */
const mostChars = 250;

/** https://docs.slack.dev/reference/methods/conversations.setTopic */
export const setTopic: Method = {
  name: 'conversations.setTopic',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('topic'),
  run: (call) => say(call, 'topic'),
};

/** https://docs.slack.dev/reference/methods/conversations.setPurpose */
export const setPurpose: Method = {
  name: 'conversations.setPurpose',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('topic'),
  run: (call) => say(call, 'purpose'),
};

function say(call: Call, what: 'topic' | 'purpose'): Answer {
  const reached = reachAsMember(call, 'topic');
  if ('error' in reached) return reached;
  const { channel } = reached;
  if (channel.kind === 'dm') return { error: 'method_not_supported_for_channel_type' };
  if (channel.archived) return { error: 'is_archived' };
  const text = textOf(call.args, what) ?? '';
  if ([...text].length > mostChars) return { error: 'too_long' };
  changeChannel(call.workspace, channel, { [what]: text });
  return { ok: { channel: asSeenByBot(channelShape(call.workspace, channel), true) } };
}
