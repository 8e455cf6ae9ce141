import { personShape } from '../../shapes/person.ts';
import type { Answer, Method } from '../method.ts';
import { personOf } from '../reach.ts';
import { flagOf } from '../read-argument.ts';

/** https://docs.slack.dev/reference/methods/users.info */
export const info: Method = {
  name: 'users.info',
  token: 'bot',
  tier: 4,
  scopes: [['users:read']],
  run(call): Answer {
    const person = personOf(call);
    if (!person) return { error: 'user_not_found' };
    const withEmail = call.scopes.includes('users:read.email');
    const withLocale = flagOf(call.args, 'include_locale');
    return { ok: { user: personShape(call.workspace, person, { withEmail, withLocale, withStranger: true }) } };
  },
};
