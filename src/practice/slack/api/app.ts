/** Methods about the app itself and its team. */

import { pictureOf } from '../shapes/picture.ts';
import type { JsonObject } from '../workspace/model.ts';
import type { Answer, Method } from './method.ts';
import { textOf } from './read-argument.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest: Method = {
  name: 'auth.test',
  token: 'bot',
  tier: 'special',
  scopes: [],
  run({ workspace: { team, app, people }, origin }): Answer {
    return {
      ok: {
        url: `${origin()}/`,
        team: team.name,
        user: people.get(app.botUser)?.name ?? '',
        team_id: team.id,
        user_id: app.botUser,
        bot_id: app.botId,
        is_enterprise_install: false,
      },
    };
  },
};

/** Says back what it was told; `error` makes it fail with it. https://docs.slack.dev/reference/methods/api.test */
export const apiTest: Method = {
  name: 'api.test',
  token: 'none',
  tier: 4,
  scopes: [],
  run({ args }): Answer {
    const error = textOf(args, 'error');
    const said: JsonObject = Object.keys(args).length > 0 ? { args } : {};
    return error === null ? { ok: said } : { error, more: said };
  },
};

/** https://docs.slack.dev/reference/methods/team.info */
export const teamInfo: Method = {
  name: 'team.info',
  token: 'bot',
  tier: 3,
  scopes: [['team:read']],
  run({ workspace: { team }, args, origin }): Answer {
    const asked = textOf(args, 'team');
    if (asked !== null && asked !== team.id) return { error: 'team_not_found' };
    return {
      ok: {
        team: {
          id: team.id,
          name: team.name,
          domain: team.domain,
          email_domain: '',
          url: `${origin()}/`,
          is_verified: false,
          icon: { image_default: true, image_34: pictureOf(34), image_68: pictureOf(68) },
        },
      },
    };
  },
};

/**
 * An address for one Socket Mode connection. The page of the method says tier 3, the table of the Java SDK tier 1: with one a
 * minute nobody could keep two connections. https://docs.slack.dev/reference/methods/apps.connections.open
 */
export const connectionsOpen: Method = {
  name: 'apps.connections.open',
  token: 'app',
  tier: 3,
  scopes: [],
  run: ({ openConnection }): Answer => ({ ok: { url: openConnection() } }),
};

/** User groups come with a paid plan; practice is the free one. https://docs.slack.dev/reference/methods/usergroups.list */
export const usergroupsList: Method = {
  name: 'usergroups.list',
  token: 'bot',
  tier: 2,
  scopes: [['usergroups:read']],
  run: (): Answer => ({ error: 'plan_upgrade_required' }),
};
