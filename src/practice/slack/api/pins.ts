/** Pins: messages that a channel keeps at hand. */
import { messageShape } from '../shapes/message.ts';
import { changeChannel } from '../workspace/channels.ts';
import { findMessage } from '../workspace/messages.ts';
import type { Channel } from '../workspace/model.ts';
import type { Answer, Call, Method } from './method.ts';
import { type Refusal, reach, reachAsMember } from './reach.ts';
import { textOf } from './read-argument.ts';
import { isStamp } from './stamp.ts';

/** In one channel. */
const mostPins = 100;

/** https://docs.slack.dev/reference/methods/pins.add */
export const add: Method = {
  name: 'pins.add',
  token: 'bot',
  tier: 2,
  scopes: [['pins:write']],
  run(call): Answer {
    const named = namedMessage(call);
    if ('error' in named) return named;
    const { channel, ts } = named;
    if (channel.pins.includes(ts)) return { error: 'already_pinned' };
    if (channel.pins.length >= mostPins) return { error: 'too_many_pins' };
    changeChannel(call.workspace, channel, { pins: [...channel.pins, ts] });
    return { ok: {} };
  },
};

/** https://docs.slack.dev/reference/methods/pins.remove */
export const remove: Method = {
  name: 'pins.remove',
  token: 'bot',
  tier: 2,
  scopes: [['pins:write']],
  run(call): Answer {
    const named = namedMessage(call);
    // Who is not in the channel is told that there is no such channel: the method knows no other word for it.
    if ('error' in named) return named.error === 'not_in_channel' ? { error: 'channel_not_found' } : named;
    const { channel, ts } = named;
    if (!channel.pins.includes(ts)) return { error: 'no_pin' };
    changeChannel(call.workspace, channel, { pins: channel.pins.filter((pin) => pin !== ts) });
    return { ok: {} };
  },
};

/** https://docs.slack.dev/reference/methods/pins.list */
export const list: Method = {
  name: 'pins.list',
  token: 'bot',
  tier: 2,
  scopes: [['pins:read']],
  run(call): Answer {
    const { workspace } = call;
    const reached = reach(call, null);
    if ('error' in reached) return reached;
    const { id, pins } = reached.channel;
    const messages = pins.toReversed().flatMap((ts) => findMessage(workspace, id, ts) ?? []);
    return {
      ok: {
        items: messages.map((message) => ({
          type: 'message',
          channel: id,
          created: Math.floor(Number(message.ts)),
          created_by: message.user,
          message: messageShape(workspace, message, { withMetadata: false, origin: call.origin() }),
        })),
      },
    };
  },
};

function namedMessage(call: Call): { channel: Channel; ts: string } | Refusal {
  const reached = reachAsMember(call, null);
  if ('error' in reached) return reached;
  const ts = textOf(call.args, 'timestamp');
  if (ts === null) return { error: 'no_item_specified' };
  if (!isStamp(ts)) return { error: 'bad_timestamp' };
  if (!findMessage(call.workspace, reached.channel.id, ts)) return { error: 'message_not_found' };
  return { channel: reached.channel, ts };
}
