import { personShape } from '../../shapes/person.ts';
import type { Answer, Method } from '../method.ts';
import { textOf } from '../read-argument.ts';

/** Of the own team, and not of those who left. https://docs.slack.dev/reference/methods/users.lookupByEmail */
export const lookupByEmail: Method = {
  name: 'users.lookupByEmail',
  token: 'bot',
  tier: 3,
  scopes: [['users:read.email']],
  run(call): Answer {
    const { workspace, args } = call;
    const email = textOf(args, 'email')?.toLowerCase() ?? null;
    const person = [...workspace.people.values()].find((each) => email !== null && each.email?.toLowerCase() === email);
    if (!person || person.deleted || person.stranger) return { error: 'users_not_found' };
    return { ok: { user: personShape(workspace, person, { withEmail: true, withLocale: false, withStranger: false }) } };
  },
};
