import { listedChannelShape } from '../../shapes/channel.ts';
import type { Channel, JsonObject } from '../../workspace/model.ts';
import type { Answer, Call, Method } from '../method.ts';
import { pageOf } from '../page-of.ts';
import { isMember, type Refusal, visibleChannel } from '../reach.ts';
import { flagOf, listOf, numberOf, textOf } from '../read-argument.ts';
import { anyScopeFor, scopeFault } from '../scope.ts';

const kinds: Readonly<Record<string, Channel['kind'] | null>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'dm',
  /** Conversations of several people do not exist in practice; asking for them is no fault. */
  mpim: null,
};
const defaultLimit = 100;
const mostListed = 1_000;

/** https://docs.slack.dev/reference/methods/conversations.list */
export const list: Method = {
  name: 'conversations.list',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('read'),
  run(call): Answer {
    return listed(call, {
      among: (channel) => visibleChannel(call, channel.id) !== null,
      shape: (channel) => ({
        ...listedChannelShape(call.workspace, channel),
        ...(channel.kind === 'dm' ? undefined : { is_member: isMember(call, channel), num_members: channel.members.size }),
      }),
    });
  },
};

/** Those that a person is in: the bot user, or another one, as far as the bot user can see. https://docs.slack.dev/reference/methods/users.conversations */
export const conversationsOf: Method = {
  name: 'users.conversations',
  token: 'bot',
  tier: 2,
  scopes: anyScopeFor('read'),
  run(call): Answer {
    const person = textOf(call.args, 'user') ?? call.workspace.app.botUser;
    return listed(call, {
      among: (channel) => channel.members.has(person) && visibleChannel(call, channel.id) !== null,
      shape: (channel) => listedChannelShape(call.workspace, channel),
    });
  },
};

function listed(call: Call, given: { among: (channel: Channel) => boolean; shape: (channel: Channel) => JsonObject }): Answer {
  const { workspace, args } = call;
  const asked = askedKinds(call);
  if ('error' in asked) return asked;
  const limit = numberOf(args, 'limit') ?? defaultLimit;
  if (limit < 1 || limit > mostListed) return { error: 'invalid_limit' };
  const channels = [...workspace.channels.values()].filter(
    (channel) =>
      asked.kinds.includes(channel.kind) && given.among(channel) && !(channel.archived && flagOf(args, 'exclude_archived')),
  );
  const order = new Map([...workspace.channels.keys()].map((id, at) => [id, at]));
  const page = pageOf(channels, {
    limit,
    cursor: textOf(args, 'cursor'),
    keyOf: ({ id }) => id,
    isPast: ({ id }, key) => (order.get(id) ?? 0) >= (order.get(key) ?? Number.POSITIVE_INFINITY),
  });
  if ('error' in page) return page;
  return { ok: { channels: page.items.map(given.shape), response_metadata: { next_cursor: page.next } } };
}

function askedKinds(call: Call): { kinds: Channel['kind'][] } | Refusal {
  const types = listOf(call.args, 'types');
  const kindsAsked: Channel['kind'][] = [];
  for (const type of types.length > 0 ? types : ['public_channel']) {
    const kind = kinds[type];
    if (kind === undefined) return { error: 'invalid_types' };
    if (kind === null) continue;
    const missing = scopeFault(call.scopes, 'read', kind);
    if (missing) return missing;
    kindsAsked.push(kind);
  }
  return { kinds: kindsAsked };
}
