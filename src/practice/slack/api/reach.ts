/** Which channel a call means, and whether the bot user may do with it what it asks. */
import type { Channel, Person } from '../workspace/model.ts';
import type { Answer, Call } from './method.ts';
import { textOf } from './read-argument.ts';
import { scopeFault, type Use } from './scope.ts';

export type Refusal = Extract<Answer, { error: string }>;
export type Reached = { channel: Channel } | Refusal;

/** What stands in `channel`, as far as the bot user can see it. One that it cannot see is answered like one that is not. */
export function reach(call: Call, use: Use | null, argument = 'channel'): Reached {
  const channel = visibleChannel(call, textOf(call.args, argument) ?? '');
  if (!channel) return { error: 'channel_not_found' };
  const missing = use === null ? null : scopeFault(call.scopes, use, channel.kind);
  return missing ?? { channel };
}

/** The same, and the bot user is in it. */
export function reachAsMember(call: Call, use: Use | null, argument = 'channel'): Reached {
  const reached = reach(call, use, argument);
  if ('error' in reached || isMember(call, reached.channel)) return reached;
  return { error: 'not_in_channel' };
}

export function visibleChannel(call: Pick<Call, 'workspace'>, id: string): Channel | null {
  const channel = call.workspace.channels.get(id);
  if (!channel) return null;
  return channel.kind === 'public' || isMember(call, channel) ? channel : null;
}

export const isMember = (call: Pick<Call, 'workspace'>, channel: Channel): boolean =>
  channel.members.has(call.workspace.app.botUser);

export function personOf(call: Call, argument = 'user'): Person | null {
  return call.workspace.people.get(textOf(call.args, argument) ?? '') ?? null;
}
