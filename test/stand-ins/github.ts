/**
 * GitHub, as far as catalogue/github*.yml asks it: credentials live until they are ended, and every request and every honest answer is
 * held against the description that GitHub publishes. What it does otherwise is switched on by `lies`.
 */
import { resolve } from 'node:path';
import { authorization, credentialAuthorization, grant, installation, problem, self, sshKey } from './github-bodies.ts';
import { type GithubState, type GithubToken, githubSecrets, noState } from './github-state.ts';
import { type Call, honest, type Lies, troubleOf } from './lies.ts';
import { publishedApi, type Undocumented } from './published-api.ts';
import { type Answered, type Asked, type StrictServer, strictServer } from './strict-server.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/github-openapi');
export const githubDescription = resolve(fixtures, 'github.com.json');
export const enterpriseDescription = resolve(fixtures, 'enterprise-server-3.19.json');

const limits = 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const everyCall: Undocumented[] = [
  { method: '*', path: '*', status: 401, reason: 'a dead or wrong credential is answered "Bad credentials" by every call' },
  { method: '*', path: '*', status: 403, reason: `a primary limit that is used up may be answered 403: ${limits}` },
  { method: '*', path: '*', status: 429, reason: `a limit that is used up may be answered 429: ${limits}` },
];
/** What GitHub does that github.com.json does not say. */
export const githubUndocumented: Undocumented[] = [
  ...everyCall,
  {
    method: 'DELETE',
    path: '/applications/{client_id}/token',
    status: 404,
    reason: 'a token that is dead or of another app is not found, as `POST` of the same path says',
  },
  {
    method: 'DELETE',
    path: '/repos/{owner}/{repo}/keys/{key_id}',
    status: 404,
    reason: 'the same path says so for `GET`; a key that is gone cannot be deleted',
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/keys',
    status: 404,
    reason: 'a repository that the caller may not see is not found',
  },
];
/** What Enterprise Server does that enterprise-server-3.19.json does not say. */
export const enterpriseUndocumented: Undocumented[] = [
  ...everyCall,
  {
    method: 'POST',
    path: '/credentials/revoke',
    reason:
      'https://docs.github.com/en/enterprise-server@3.19/rest/credentials/revoke has it, the description of 3.19 does not',
  },
];

/** Requests an hour to `/credentials/revoke`, from one address (github.com) or account (Enterprise Server). */
const revocationsAnHour = 60;
const hourMs = 3_600_000;

export type Github = GithubState &
  Pick<StrictServer, 'url' | 'asked' | 'violations' | 'close'> & {
    lies: Lies;
    /** The body of a 202: the description says an object, its example says null. */
    accepted: unknown;
    /** Forgets everything: credentials, lies, what was asked. */
    calm(): void;
    /** Uses a token as its thief would. */
    works(value: string): boolean;
    /** Whether something that can end has not ended yet. */
    lives(thing: { endsAt: number | null }): boolean;
  };

type Flavour = 'github.com' | 'enterprise-server';
type Place = {
  state: GithubState;
  lies: Lies;
  now: () => number;
  flavour: Flavour;
  accepted: unknown;
  revocations: number[];
};
type Route = { call: Call; method: string; path: RegExp; answer(place: Place, asked: Asked, found: string[]): Answered };

const ok = (body: unknown): Answered => ({ status: 200, body });
const done: Answered = { status: 204 };
const badCredentials: Answered = { status: 401, body: problem('Bad credentials') };
const mayNot: Answered = { status: 403, body: problem('Resource not accessible by personal access token') };
const notFound: Answered = { status: 404, body: problem('Not Found') };

const alive = (place: Place, ends: { endsAt: number | null }) => ends.endsAt === null || place.now() < ends.endsAt;

function end(place: Place, what: string, thing: { endsAt: number | null }): void {
  place.state.struck.push(what);
  if (!place.lies.acceptedNothingHappens && thing.endsAt === null) thing.endsAt = place.now() + place.lies.lagMs;
}

function tokenOf({ state }: Place, value: string | null): GithubToken | undefined {
  return state.tokens.find((token) => token.value === value);
}

/** Whoever asks with that token, as far as it works. */
function callerOf(place: Place, asked: Asked): GithubToken | null {
  const token = tokenOf(place, asked.bearer);
  return token !== undefined && alive(place, token) ? token : null;
}

function looked(place: Place, token: GithubToken | null, body: (token: GithubToken) => unknown): Answered {
  if (place.lies.probeAlwaysRefuses) return { ...badCredentials, lie: true };
  if (token !== null) return ok(body(token));
  if (!place.lies.probeAlwaysOk) return badCredentials;
  return { ...ok(self('everybody')), lie: true };
}

type Account = keyof typeof githubSecrets;

/** Only for these accounts; others are told that they may not, and strangers that they are none. */
const by = (accounts: Account[], answer: Route['answer']): Route['answer'] => {
  return (place, asked, found) => {
    if (accounts.some((name) => githubSecrets[name] === asked.bearer)) return answer(place, asked, found);
    return Object.values(githubSecrets).some((one) => one === asked.bearer) ? mayNot : badCredentials;
  };
};

function usedUp(place: Place): Answered | null {
  const since = place.now() - hourMs;
  const recent = place.revocations.filter((at) => at > since);
  if (recent.length < revocationsAnHour) {
    place.revocations.push(place.now());
    return null;
  }
  const freeAt = Math.ceil(((recent[0] ?? 0) + hourMs) / 1000);
  return {
    status: 403,
    headers: { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(freeAt) },
    body: problem('API rate limit exceeded'),
  };
}

/** Says 202 to anything that has the right shape; what is no token of its is passed over in silence. */
function revokeAnything(place: Place, asked: Asked): Answered {
  const known = asked.bearer === githubSecrets.caller;
  if (place.flavour === 'enterprise-server' && !known) return badCredentials;
  if (place.flavour === 'github.com' && (asked.bearer !== null || asked.basic !== null)) {
    return { status: 403, body: problem('This endpoint must be called without authentication.') };
  }
  const limited = usedUp(place);
  if (limited !== null) return limited;
  const { credentials } = asked.body as { credentials: string[] };
  const takes = place.flavour === 'github.com' ? /^(?:gh[opru]_|github_pat_)/ : /^(?:ghp_|github_pat_)/;
  for (const value of credentials.filter((one) => takes.test(one))) {
    const token = tokenOf(place, value);
    if (token !== undefined) end(place, `token ${token.id}`, token);
  }
  return {
    status: 202,
    ...(place.accepted === undefined ? {} : { body: place.accepted }),
    lie: place.accepted === undefined || place.accepted === null,
  };
}

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

/** A list as it is asked for, or as a lie makes it. `twin` is what looks like the first, `stranger` another account's. */
function listed<T>(place: Place, rows: T[], twin: (row: T) => T, stranger: (row: T) => T, body: (row: T) => unknown): Answered {
  const [first] = rows;
  if (first !== undefined && place.lies.twoWithOneHint) return ok([...rows, twin(first)].map(body));
  if (first !== undefined && place.lies.otherAccount) return ok([stranger(first)].map(body));
  const headers = { link: `<https://api.github.com/next?page=2>; rel="next"` };
  return { ...ok(rows.map(body)), ...(place.lies.morePages ? { headers } : {}) };
}

/** Ends what `find` finds, or says it is not there. */
function ending<T extends { id: number; endsAt: number | null }>(
  kind: string,
  find: (state: GithubState) => T[],
): Route['answer'] {
  return (place, _asked, found) => {
    const one = find(place.state).find(({ id }) => id === Number(found.at(-1)));
    if (one === undefined || !alive(place, one)) return notFound;
    end(place, `${kind} ${one.id}`, one);
    return done;
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

const routes: Route[] = [
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

function answerOf(place: Place, asked: Asked): Answered {
  for (const route of routes) {
    const found = route.method === asked.method ? route.path.exec(asked.path) : null;
    if (found === null) continue;
    return (
      troubleOf(place.lies, route.call, place.state.struck.length > 0) ??
      route.answer(place, asked, found.slice(1).map(decodeURIComponent))
    );
  }
  return notFound;
}

/** `now`: the clock that lags and limits go by, in ms. At Enterprise Server everything stands below /api/v3. */
export async function startGithub(now: () => number, flavour: Flavour = 'github.com'): Promise<Github> {
  const server = flavour === 'enterprise-server';
  const api = server
    ? publishedApi(enterpriseDescription, enterpriseUndocumented)
    : publishedApi(githubDescription, githubUndocumented);
  const place: Place = { state: noState(), lies: honest(), now, flavour, accepted: {}, revocations: [] };
  const github = { ...place.state, lies: place.lies, accepted: {} as unknown };
  const strict = await strictServer(api, server ? '/api/v3' : '', (asked) =>
    answerOf({ ...place, accepted: github.accepted }, asked),
  );
  return Object.assign(github, {
    ...strict,
    url: `${strict.url}${server ? '/api/v3' : ''}`,
    works: (value: string) => {
      const token = tokenOf(place, value);
      return token !== undefined && alive(place, token);
    },
    lives: (thing: { endsAt: number | null }) => alive(place, thing),
    calm() {
      for (const rows of [...Object.values(place.state), strict.asked, strict.violations, place.revocations]) rows.splice(0);
      Object.assign(place.lies, honest());
      github.accepted = {};
    },
  });
}
