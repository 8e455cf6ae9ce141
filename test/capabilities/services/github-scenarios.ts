/** A leak of every kind of catalogue/github.yml, with a neighbour that is nearly the same. */
import type { Github } from '../../stand-ins/github.ts';
import { classicToken, clientId, fineGrainedToken } from '../../stand-ins/github-state.ts';
import type { Leaked, Scenario } from './lying.ts';

type GithubScenario = Scenario<Github>;
type Ending = { endsAt: number | null };

const target = { target: 'github' };
const lives = (github: Github, thing: Ending | undefined) => thing !== undefined && github.lives(thing);

/** Two of a kind that can end, in one of the stand-in's lists: the leaked one first. */
const twoIn = (list: (github: Github) => Ending[]) => ({
  works: (github: Github) => lives(github, list(github)[0]),
  neighbourWorks: (github: Github) => lives(github, list(github)[1]),
});

/** Two tokens of one form, of two users. */
const tokens =
  (make: () => string, locator: Record<string, string> = {}) =>
  (id: number): Leaked<Github> => ({
    locator: { ...target, ...locator },
    meant: `token ${id}`,
    place(github) {
      const value = make();
      const common = { scopes: ['repo'], clientId: locator['client-id'] ?? null, endsAt: null };
      github.tokens.push({ id, value, login: 'octo', ...common }, { id: id + 1, value: make(), login: 'hubber', ...common });
      return value;
    },
    ...twoIn(({ tokens: list }) => list),
  });

/** Two SSH keys of one repository, or of one user. */
const keys =
  (repository: string | null, locator: Record<string, string>) =>
  (id: number): Leaked<Github> => ({
    locator: { ...target, ...locator, 'key-id': String(id) },
    meant: `key ${id}`,
    place(github) {
      github.keys.push(...[id, id + 2].map((number) => ({ id: number, title: 'deploy', repository, endsAt: null })));
      return undefined;
    },
    ...twoIn(({ keys: list }) => list),
  });

const installations = (id: number): Leaked<Github> => ({
  locator: { ...target, installation: String(id) },
  meant: `installation ${id} suspended`,
  place(github) {
    github.installations.push(...[id, id + 2].map((number) => ({ id: number, account: 'octo-org', suspendedAt: null })));
    return undefined;
  },
  works: (github) => github.lives({ endsAt: github.installations[0]?.suspendedAt ?? null }),
  neighbourWorks: (github) => github.installations[1]?.suspendedAt === null,
});

/** Two fine-grained tokens' access to one organization: the number of one begins like that of the other. */
const grants = (id: number): Leaked<Github> => ({
  locator: { ...target, org: 'octo-org', 'token-id': String(70_000 + id) },
  meant: `grant ${id}`,
  place(github) {
    const common = { org: 'octo-org', owner: 'octo', endsAt: null };
    const tokenId = 70_000 + id;
    github.grants.push({ id, tokenId, ...common }, { id: id + 2, tokenId: tokenId * 10, ...common });
    return undefined;
  },
  ...twoIn(({ grants: list }) => list),
});

/** Two credentials of one user that end nearly alike. */
const authorizations = (id: number): Leaked<Github> => ({
  locator: { ...target, org: 'octo-org', user: 'octo' },
  meant: `authorization ${id}`,
  place(github) {
    const value = fineGrainedToken();
    const common = { org: 'octo-org', login: 'octo', endsAt: null };
    const lastEight = value.slice(-8);
    github.authorizations.push({ id, lastEight, ...common }, { id: id + 2, lastEight: `-${lastEight.slice(1)}`, ...common });
    return value;
  },
  ...twoIn(({ authorizations: list }) => list),
});

export const githubScenarios: GithubScenario[] = [
  {
    kind: 'github-token',
    call: 'POST /credentials/revoke',
    proof: 'by-use',
    found: 'by nothing',
    thorough: true,
    leak: tokens(() => classicToken('ghp_')),
  },
  {
    kind: 'github-refresh-token',
    call: 'POST /credentials/revoke',
    proof: 'by-hand',
    found: 'by nothing',
    thorough: false,
    leak: tokens(() => classicToken('ghr_')),
  },
  {
    kind: 'github-app-user-token',
    call: 'DELETE /applications/{client-id}/token',
    proof: 'by-use',
    found: 'by nothing',
    thorough: false,
    leak: tokens(() => classicToken('ghu_'), { 'client-id': clientId }),
  },
  {
    kind: 'github-installation-token',
    call: 'DELETE /installation/token',
    proof: 'by-use',
    found: 'by nothing',
    thorough: false,
    leak: tokens(() => classicToken('ghs_')),
  },
  {
    kind: 'github-installation',
    call: 'PUT /app/installations/{installation}/suspended',
    proof: 'by-provider',
    found: 'by its number',
    thorough: false,
    leak: installations,
  },
  {
    kind: 'github-org-token',
    call: 'POST /orgs/{org}/personal-access-tokens/{grant}',
    proof: 'by-provider',
    found: 'in a list',
    thorough: false,
    leak: grants,
  },
  {
    kind: 'github-sso-authorization',
    call: 'DELETE /orgs/{org}/credential-authorizations/{authorization}',
    proof: 'by-provider',
    found: 'in a list',
    thorough: true,
    leak: authorizations,
  },
  {
    kind: 'github-deploy-key',
    call: 'DELETE /repos/{owner}/{repository}/keys/{key}',
    proof: 'by-provider',
    found: 'in a list',
    thorough: false,
    leak: keys('octo/shop', { owner: 'octo', repository: 'shop' }),
  },
  {
    kind: 'github-user-ssh-key',
    call: 'DELETE /user/keys/{key}',
    proof: 'by-provider',
    found: 'in a list',
    thorough: false,
    leak: keys(null, {}),
  },
];
