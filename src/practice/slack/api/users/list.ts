import { personShape } from '../../shapes/person.ts';
import type { Answer, Method } from '../method.ts';
import { pageOf } from '../page-of.ts';
import { flagOf, numberOf, textOf } from '../read-argument.ts';

const mostListed = 1_000;

/** https://docs.slack.dev/reference/methods/users.list */
export const list: Method = {
  name: 'users.list',
  token: 'bot',
  tier: 2,
  scopes: [['users:read']],
  run(call): Answer {
    const { workspace, args } = call;
    const people = [...workspace.people.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
    const page = pageOf(people, {
      limit: Math.min(Math.max(1, numberOf(args, 'limit') ?? mostListed), mostListed),
      cursor: textOf(args, 'cursor'),
      keyOf: ({ id }) => id,
      isPast: ({ id }, key) => id >= key,
    });
    if ('error' in page) return page;
    const withEmail = call.scopes.includes('users:read.email');
    const given = { withEmail, withLocale: flagOf(args, 'include_locale'), withStranger: false };
    return {
      ok: {
        members: page.items.map((person) => personShape(workspace, person, given)),
        cache_ts: Math.floor(workspace.clock.now().getTime() / 1_000),
        response_metadata: { next_cursor: page.next },
      },
    };
  },
};
