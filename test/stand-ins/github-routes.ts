/** The calls that the GitHub stand-in knows. */
import { authorization, credentialAuthorization, grant, installation, problem, self, sshKey } from './github-bodies.ts';
import {
  alive,
  badCredentials,
  by,
  callerOf,
  done,
  end,
  ending,
  listed,
  looked,
  notFound,
  ok,
  type Place,
  type Route,
  tokenOf,
} from './github-place.ts';
import { revokeAnything } from './github-revoke-anything.ts';
import { type GithubToken, githubSecrets } from './github-state.ts';
import type { Answered } from './strict-server.ts';

/** The app speaks for itself, about a token of its own. */
function byApp(answer: (place: Place, token: GithubToken) => Answered): Route['answer'] {
  return (place, asked, [clientId]) => {
    const { basic } = asked;
    if (basic?.user !== clientId || basic?.password !== githubSecrets.client) return badCredentials;
    const { access_token: value } = asked.body as { access_token: string };
    const token = tokenOf(place, value);
    const own = token !== undefined && token.clientId === clientId && alive(place, token);
    if (place.lies.probeAlwaysOk && asked.method === 'POST' && !own)
      return { ...ok({ token: value, token_last_eight: value.slice(-8) }), lie: true };
    return own ? answer(place, token) : notFound;
  };
}

const suspending = (suspended: boolean): Route['answer'] =>
  by(['app'], (place, _asked, [id]) => {
    const one = place.state.installations.find((known) => known.id === Number(id));
    if (one === undefined) return notFound;
    place.state.struck.push(`installation ${one.id} ${suspended ? 'suspended' : 'resumed'}`);
    if (!place.lies.acceptedNothingHappens) one.suspendedAt = suspended ? place.now() + place.lies.lagMs : null;
    return done;
  });

export const githubRoutes: Route[] = [
  {
    call: 'look',
    method: 'GET',
    path: /^\/user$/,
    answer(place, asked) {
      const caller = callerOf(place, asked);
      if (caller?.value.startsWith('ghs_')) return { status: 403, body: problem('Resource not accessible by integration') };
      return looked(place, caller?.value.startsWith('ghr_') ? null : caller, ({ login }) => self(login));
    },
  },
  {
    call: 'look',
    method: 'GET',
    path: /^\/installation\/repositories$/,
    answer(place, asked) {
      const caller = callerOf(place, asked);
      if (caller !== null && !caller.value.startsWith('ghs_')) {
        return { status: 403, body: problem('Resource not accessible by personal access token') };
      }
      return looked(place, caller, () => ({ total_count: 0, repositories: [] }));
    },
  },
  {
    call: 'strike',
    method: 'DELETE',
    path: /^\/installation\/token$/,
    answer(place, asked) {
      const caller = callerOf(place, asked);
      if (caller === null || !caller.value.startsWith('ghs_')) return badCredentials;
      end(place, `token ${caller.id}`, caller);
      return done;
    },
  },
  { call: 'strike', method: 'POST', path: /^\/credentials\/revoke$/, answer: revokeAnything },
  {
    call: 'look',
    method: 'POST',
    path: /^\/applications\/([^/]+)\/token$/,
    answer: byApp((place, token) => (place.lies.probeAlwaysRefuses ? { ...notFound, lie: true } : ok(authorization(token)))),
  },
  {
    call: 'strike',
    method: 'DELETE',
    path: /^\/applications\/([^/]+)\/token$/,
    answer: byApp((place, token) => {
      end(place, `token ${token.id}`, token);
      return done;
    }),
  },
  {
    call: 'list',
    method: 'GET',
    path: /^\/app\/installations\/(\d+)$/,
    answer: by(['app'], (place, _asked, [id]) => {
      const one = place.state.installations.find((known) => known.id === Number(id));
      if (one === undefined) return notFound;
      const suspendedAt = alive(place, { endsAt: one.suspendedAt }) ? null : one.suspendedAt;
      return ok(installation({ ...one, suspendedAt, id: place.lies.otherAccount ? one.id + 1 : one.id }));
    }),
  },
  { call: 'strike', method: 'PUT', path: /^\/app\/installations\/(\d+)\/suspended$/, answer: suspending(true) },
  { call: 'strike', method: 'DELETE', path: /^\/app\/installations\/(\d+)\/suspended$/, answer: suspending(false) },
  {
    call: 'list',
    method: 'GET',
    path: /^\/orgs\/([^/]+)\/personal-access-tokens$/,
    answer: by(['org-reader', 'org-admin'], (place, asked, [org]) => {
      const wanted = asked.query.find(([name]) => name === 'token_id[]')?.[1];
      const rows = place.state.grants.filter((one) => one.org === org && alive(place, one) && String(one.tokenId) === wanted);
      return listed(
        place,
        rows,
        (row) => ({ ...row, id: row.id + 1 }),
        (row) => ({ ...row, tokenId: row.tokenId + 1 }),
        grant,
      );
    }),
  },
  {
    call: 'strike',
    method: 'POST',
    path: /^\/orgs\/([^/]+)\/personal-access-tokens\/(\d+)$/,
    answer: by(
      ['org-admin'],
      ending('grant', ({ grants }) => grants),
    ),
  },
  {
    call: 'list',
    method: 'GET',
    path: /^\/orgs\/([^/]+)\/credential-authorizations$/,
    answer: by(['org-reader', 'org-admin'], (place, asked, [org]) => {
      const login = asked.query.find(([name]) => name === 'login')?.[1];
      const rows = place.state.authorizations.filter(
        (one) => one.org === org && alive(place, one) && (login === undefined || one.login === login),
      );
      const stranger = { lastEight: 'zzzzzzzz', login: 'somebody' };
      return listed(
        place,
        rows,
        (row) => ({ ...row, id: row.id + 1 }),
        (row) => ({ ...row, ...stranger }),
        credentialAuthorization,
      );
    }),
  },
  {
    call: 'strike',
    method: 'DELETE',
    path: /^\/orgs\/([^/]+)\/credential-authorizations\/(\d+)$/,
    answer: by(
      ['org-admin'],
      ending('authorization', ({ authorizations }) => authorizations),
    ),
  },
  ...keyRoutes(/^\/repos\/([^/]+)\/([^/]+)\/keys/, 'repository', (found) => `${found[0]}/${found[1]}`),
  ...keyRoutes(/^\/user\/keys/, 'user', () => null),
];

function keyRoutes(path: RegExp, of: 'repository' | 'user', repositoryOf: (found: string[]) => string | null): Route[] {
  return [
    {
      call: 'list',
      method: 'GET',
      path: new RegExp(`${path.source}$`),
      answer: by([`${of}-reader`, `${of}-admin`], (place, _asked, found) => {
        const rows = place.state.keys.filter((one) => one.repository === repositoryOf(found) && alive(place, one));
        return listed(
          place,
          rows,
          (row) => row,
          (row) => ({ ...row, id: row.id + 1 }),
          sshKey,
        );
      }),
    },
    {
      call: 'strike',
      method: 'DELETE',
      path: new RegExp(`${path.source}/(\\d+)$`),
      answer: by(
        [`${of}-admin`],
        ending('key', ({ keys }) => keys),
      ),
    },
  ];
}
