/**
 * GitHub, as far as catalogue/github*.yml asks it: credentials live until they are ended, and every request and every honest answer is
 * held against the description that GitHub publishes. What it does otherwise is switched on by `lies`.
 */
import { enterpriseDescription, enterpriseUndocumented, githubDescription, githubUndocumented } from './github-description.ts';
import { alive, type Flavour, notFound, type Place, tokenOf } from './github-place.ts';
import { githubRoutes } from './github-routes.ts';
import { type GithubState, noState } from './github-state.ts';
import { honest, type Lies, troubleOf } from './lies.ts';
import { publishedApi } from './published-api.ts';
import { type Answered, type Asked, type StrictServer, strictServer } from './strict-server.ts';

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

function answerOf(place: Place, asked: Asked): Answered {
  for (const route of githubRoutes) {
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
