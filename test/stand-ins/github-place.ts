/** What every call to the GitHub stand-in is answered from. */
import { problem, self } from './github-bodies.ts';
import { type GithubState, type GithubToken, githubSecrets } from './github-state.ts';
import type { Call, Lies } from './lies.ts';
import type { Answered, Asked } from './strict-server.ts';

export type Flavour = 'github.com' | 'enterprise-server';
export type Place = {
  state: GithubState;
  lies: Lies;
  now: () => number;
  flavour: Flavour;
  accepted: unknown;
  revocations: number[];
};
export type Route = { call: Call; method: string; path: RegExp; answer(place: Place, asked: Asked, found: string[]): Answered };

export const ok = (body: unknown): Answered => ({ status: 200, body });
export const done: Answered = { status: 204 };
export const badCredentials: Answered = { status: 401, body: problem('Bad credentials') };
export const mayNot: Answered = { status: 403, body: problem('Resource not accessible by personal access token') };
export const notFound: Answered = { status: 404, body: problem('Not Found') };

export const alive = (place: Place, ends: { endsAt: number | null }) => ends.endsAt === null || place.now() < ends.endsAt;

export function end(place: Place, what: string, thing: { endsAt: number | null }): void {
  place.state.struck.push(what);
  if (!place.lies.acceptedNothingHappens && thing.endsAt === null) thing.endsAt = place.now() + place.lies.lagMs;
}

export function tokenOf({ state }: Place, value: string | null): GithubToken | undefined {
  return state.tokens.find((token) => token.value === value);
}

/** Whoever asks with that token, as far as it works. */
export function callerOf(place: Place, asked: Asked): GithubToken | null {
  const token = tokenOf(place, asked.bearer);
  return token !== undefined && alive(place, token) ? token : null;
}

export function looked(place: Place, token: GithubToken | null, body: (token: GithubToken) => unknown): Answered {
  if (place.lies.probeAlwaysRefuses) return { ...badCredentials, lie: true };
  if (token !== null) return ok(body(token));
  if (!place.lies.probeAlwaysOk) return badCredentials;
  return { ...ok(self('everybody')), lie: true };
}

export type Account = keyof typeof githubSecrets;

/** Only for these accounts; others are told that they may not, and strangers that they are none. */
export const by = (accounts: Account[], answer: Route['answer']): Route['answer'] => {
  return (place, asked, found) => {
    if (accounts.some((name) => githubSecrets[name] === asked.bearer)) return answer(place, asked, found);
    return Object.values(githubSecrets).some((one) => one === asked.bearer) ? mayNot : badCredentials;
  };
};

/** A list as it is asked for, or as a lie makes it. `twin` is what looks like the first, `stranger` another account's. */
export function listed<T>(
  place: Place,
  rows: T[],
  twin: (row: T) => T,
  stranger: (row: T) => T,
  body: (row: T) => unknown,
): Answered {
  const [first] = rows;
  if (first !== undefined && place.lies.twoWithOneHint) return ok([...rows, twin(first)].map(body));
  if (first !== undefined && place.lies.otherAccount) return ok([stranger(first)].map(body));
  const headers = { link: `<https://api.github.com/next?page=2>; rel="next"` };
  return { ...ok(rows.map(body)), ...(place.lies.morePages ? { headers } : {}) };
}

/** Ends what `find` finds, or says it is not there. */
export function ending<T extends { id: number; endsAt: number | null }>(
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
