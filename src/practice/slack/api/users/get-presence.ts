import type { Answer, Method } from '../method.ts';

/** In practice everybody is there. https://docs.slack.dev/reference/methods/users.getPresence */
export const getPresence: Method = {
  name: 'users.getPresence',
  token: 'bot',
  tier: 3,
  scopes: [['users:read']],
  run: (): Answer => ({ ok: { presence: 'active' } }),
};
