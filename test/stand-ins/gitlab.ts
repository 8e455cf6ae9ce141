/**
 * GitLab, as far as catalogue/gitlab.yml asks it: tokens live until they are revoked, and every request and every honest answer is held
 * against the description that GitLab publishes. What it does otherwise is switched on by `lies`.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { type Call, honest, type Lies, troubleOf } from './lies.ts';
import { publishedApi, type Undocumented } from './published-api.ts';
import { type Answered, type Asked, type StrictServer, strictServer } from './strict-server.ts';

export const gitlabDescription = resolve(import.meta.dirname, '../fixtures/gitlab-openapi/personal-and-deploy-tokens.json');

const page = 'https://docs.gitlab.com/api/personal_access_tokens/';
const byToken = 'https://docs.gitlab.com/api/admin/token/ has it (an experiment); the description was not found to';
/** What GitLab does that its description does not say. */
export const gitlabUndocumented: Undocumented[] = [
  { method: 'POST', path: '/api/v4/admin/token', reason: byToken },
  { method: 'DELETE', path: '/api/v4/admin/token', reason: byToken },
  { method: '*', path: '*', status: 401, reason: `a dead or wrong token is answered 401 by every call: ${page}` },
  { method: '*', path: '*', status: 403, reason: `a token without the rights is answered 403 by every call: ${page}` },
  { method: '*', path: '*', status: 429, reason: 'https://docs.gitlab.com/security/rate_limits/' },
];

export type GitlabToken = { id: number; value: string; userId: number; name: string; endsAt: number | null };
/** `place`: "projects/5" or "groups/7". */
export type DeployToken = { id: number; username: string; place: string; endsAt: number | null };

type State = { tokens: GitlabToken[]; deployTokens: DeployToken[]; struck: string[] };

/** Secrets of Staunch's own accounts at the stand-in: tokens of administrators, and one of a maintainer. */
export const gitlabSecrets = {
  reader: `rdr-${randomBytes(12).toString('hex')}`,
  admin: `adm-${randomBytes(12).toString('hex')}`,
  maintainer: `mnt-${randomBytes(12).toString('hex')}`,
};

export const gitlabToken = () => `glpat-${randomBytes(15).toString('base64url')}`;

export type Gitlab = State &
  Pick<StrictServer, 'url' | 'asked' | 'violations' | 'close'> & {
    lies: Lies;
    /** The flag `api_admin_token_revoke`. */
    revokesByValue: boolean;
    calm(): void;
    works(value: string): boolean;
    /** Whether something that can end has not ended yet. */
    lives(thing: { endsAt: number | null }): boolean;
  };

type Place = State & { lies: Lies; now: () => number; revokesByValue: boolean };
type Answer = (place: Place, asked: Asked, found: string[]) => Answered;
type Route = { call: Call; method: string; path: RegExp; answer: Answer };

const ok = (body: unknown): Answered => ({ status: 200, body });
const done: Answered = { status: 204 };
const unauthorized: Answered = { status: 401, body: { message: '401 Unauthorized' } };
const forbidden: Answered = { status: 403, body: { message: '403 Forbidden' } };
const notFound = (what: string): Answered => ({ status: 404, body: { message: `404 ${what} Not Found` } });
const noSuchCall: Answered = { status: 404, body: { error: '404 Not Found' } };
const wasRevoked: Answered = {
  status: 401,
  body: { error: 'invalid_token', error_description: 'Token was revoked. You have to re-authorize from the user.' },
};

const then = '2026-01-05T09:00:00.000Z';
const alive = (place: Place, { endsAt }: { endsAt: number | null }) => endsAt === null || place.now() < endsAt;

const tokenBody = (place: Place, token: GitlabToken) => ({
  id: token.id,
  name: token.name,
  revoked: !alive(place, token),
  created_at: then,
  description: '',
  scopes: ['api'],
  user_id: token.userId,
  last_used_at: then,
  active: alive(place, token),
});
const deployBody = (place: Place, { id, username, endsAt }: DeployToken) => ({
  id,
  name: 'deploy',
  username,
  scopes: ['read_repository'],
  revoked: !alive(place, { endsAt }),
  expired: false,
});

function end(place: Place, what: string, thing: { endsAt: number | null }): void {
  place.struck.push(what);
  if (!place.lies.acceptedNothingHappens && thing.endsAt === null) thing.endsAt = place.now() + place.lies.lagMs;
}

const knownSecret = (secret: string | null) => Object.values(gitlabSecrets).some((one) => one === secret);

/** Whoever shows one of these; others are forbidden when they are known, else unauthorized. */
const by = (secrets: string[], answer: Answer): Answer => {
  return (place, asked, found) => {
    if (asked.bearer !== null && secrets.includes(asked.bearer)) return answer(place, asked, found);
    return knownSecret(asked.bearer) ? forbidden : unauthorized;
  };
};
const { reader, admin, maintainer } = gitlabSecrets;

const selfOf = (place: Place, asked: Asked) => place.tokens.find(({ value }) => value === asked.bearer);

function lookAtSelf(place: Place, asked: Asked): Answered {
  const token = selfOf(place, asked);
  if (place.lies.probeAlwaysRefuses) return { ...unauthorized, lie: true };
  if (place.lies.probeAlwaysOk)
    return {
      ...ok({
        ...tokenBody(place, token ?? { id: 1, value: '', userId: 1, name: '', endsAt: null }),
        active: true,
        revoked: false,
      }),
      lie: true,
    };
  if (token === undefined) return unauthorized;
  if (!alive(place, token)) return wasRevoked;
  return ok(tokenBody(place, place.lies.otherAccount ? { ...token, id: token.id + 1, userId: token.userId + 1 } : token));
}

function revokeSelf(place: Place, asked: Asked): Answered {
  const token = selfOf(place, asked);
  if (token === undefined) return unauthorized;
  if (!alive(place, token)) return wasRevoked;
  end(place, `token ${token.id}`, token);
  return done;
}

/** By its whole value, so that it does not matter whose it is or of which kind. */
function byValue(place: Place, asked: Asked): Answered {
  if (asked.method === 'DELETE' && !place.revokesByValue) return noSuchCall;
  const token = place.tokens.find(({ value }) => value === (asked.body as { token: string }).token);
  if (token === undefined) return { status: 404 };
  if (asked.method === 'POST') return ok(tokenBody(place, place.lies.otherAccount ? { ...token, id: token.id + 1 } : token));
  end(place, `token ${token.id}`, token);
  return done;
}

function listDeployTokens(place: Place, _asked: Asked, [kind, id]: string[]): Answered {
  const rows = place.deployTokens.filter((one) => one.place === `${kind}/${id}` && alive(place, one));
  const [first] = rows;
  const shown =
    first !== undefined && place.lies.twoWithOneHint
      ? [...rows, { ...first, id: first.id + 1 }]
      : first !== undefined && place.lies.otherAccount
        ? [{ ...first, id: first.id + 1, username: 'gitlab+deploy-token-999' }]
        : rows;
  const headers = { link: '<https://gitlab.example/next?page=2>; rel="next"' };
  return { ...ok(shown.map((one) => deployBody(place, one))), ...(place.lies.morePages ? { headers } : {}) };
}

const routes: Route[] = [
  { call: 'look', method: 'GET', path: /^\/api\/v4\/personal_access_tokens\/self$/, answer: lookAtSelf },
  { call: 'strike', method: 'DELETE', path: /^\/api\/v4\/personal_access_tokens\/self$/, answer: revokeSelf },
  {
    call: 'list',
    method: 'GET',
    path: /^\/api\/v4\/personal_access_tokens\/(\d+)$/,
    answer: by([reader, admin], (place, _asked, [id]) => {
      const token = place.tokens.find((one) => one.id === Number(id));
      if (token === undefined) return notFound('Personal Access Token');
      return ok(tokenBody(place, place.lies.otherAccount ? { ...token, id: token.id + 1 } : token));
    }),
  },
  {
    call: 'strike',
    method: 'DELETE',
    path: /^\/api\/v4\/personal_access_tokens\/(\d+)$/,
    answer: by([admin], (place, _asked, [id]) => {
      const token = place.tokens.find((one) => one.id === Number(id));
      if (token === undefined) return notFound('Personal Access Token');
      end(place, `token ${token.id}`, token);
      return done;
    }),
  },
  { call: 'list', method: 'POST', path: /^\/api\/v4\/admin\/token$/, answer: by([admin], byValue) },
  { call: 'strike', method: 'DELETE', path: /^\/api\/v4\/admin\/token$/, answer: by([admin], byValue) },
  {
    call: 'list',
    method: 'GET',
    path: /^\/api\/v4\/(projects|groups)\/([^/]+)\/deploy_tokens$/,
    answer: by([reader, maintainer], listDeployTokens),
  },
  {
    call: 'strike',
    method: 'DELETE',
    path: /^\/api\/v4\/(projects|groups)\/([^/]+)\/deploy_tokens\/(\d+)$/,
    answer: by([maintainer], (place, _asked, [kind, id, tokenId]) => {
      const one = place.deployTokens.find((known) => known.place === `${kind}/${id}` && known.id === Number(tokenId));
      if (one === undefined || !alive(place, one)) return notFound('Deploy Token');
      end(place, `deploy token ${one.id}`, one);
      return done;
    }),
  },
];

function answerOf(place: Place, asked: Asked): Answered {
  for (const route of routes) {
    const found = route.method === asked.method ? route.path.exec(asked.path) : null;
    if (found === null) continue;
    return (
      troubleOf(place.lies, route.call, place.struck.length > 0) ??
      route.answer(place, asked, found.slice(1).map(decodeURIComponent))
    );
  }
  return noSuchCall;
}

/** `now`: the clock that lags go by, in ms. */
export async function startGitlab(now: () => number): Promise<Gitlab> {
  const place: Place = { tokens: [], deployTokens: [], struck: [], lies: honest(), now, revokesByValue: true };
  const strict = await strictServer(publishedApi(gitlabDescription, gitlabUndocumented), '', (asked) => answerOf(place, asked));
  return Object.assign(place, {
    ...strict,
    works: (value: string) => place.tokens.some((token) => token.value === value && alive(place, token)),
    lives: (thing: { endsAt: number | null }) => alive(place, thing),
    calm() {
      for (const rows of [place.tokens, place.deployTokens, place.struck, strict.asked, strict.violations]) rows.splice(0);
      Object.assign(place.lies, honest());
      place.revokesByValue = true;
    },
  });
}
