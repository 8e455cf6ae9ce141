import type { Answer, Method } from '../method.ts';
import { pageOf } from '../page-of.ts';
import { reach } from '../reach.ts';
import { numberOf, textOf } from '../read-argument.ts';
import { anyScopeFor } from '../scope.ts';

const defaultLimit = 100;
const mostListed = 1_000;

/** https://docs.slack.dev/reference/methods/conversations.members */
export const members: Method = {
  name: 'conversations.members',
  token: 'bot',
  tier: 4,
  scopes: anyScopeFor('read'),
  run(call): Answer {
    const reached = reach(call, 'read');
    if ('error' in reached) return reached;
    const limit = numberOf(call.args, 'limit') ?? defaultLimit;
    if (limit < 1 || limit > mostListed) return { error: 'invalid_limit' };
    const page = pageOf([...reached.channel.members].sort(), {
      limit,
      cursor: textOf(call.args, 'cursor'),
      keyOf: (id) => id,
      isPast: (id, key) => id >= key,
    });
    if ('error' in page) return page;
    return { ok: { members: page.items, response_metadata: { next_cursor: page.next } } };
  },
};
