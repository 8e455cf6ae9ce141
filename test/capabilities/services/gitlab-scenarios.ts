/** A leak of every kind of catalogue/gitlab.yml, with a neighbour that is nearly the same. */
import { type Gitlab, gitlabToken } from '../../stand-ins/gitlab.ts';
import type { Leaked, Scenario } from './lying.ts';

type Ending = { endsAt: number | null };

const target = { target: 'gitlab' };
const lives = (gitlab: Gitlab, thing: Ending | undefined) => thing !== undefined && gitlab.lives(thing);

/** Two tokens of two users; `named`: its number is in the locator. */
const tokens =
  (named: boolean) =>
  (id: number): Leaked<Gitlab> => ({
    locator: named ? { ...target, 'token-id': String(id) } : target,
    meant: `token ${id}`,
    place(gitlab) {
      const value = gitlabToken();
      gitlab.tokens.push({ id, value, userId: 3, name: 'deploy', endsAt: null });
      gitlab.tokens.push({ id: id + 2, value: gitlabToken(), userId: 4, name: 'deploy', endsAt: null });
      return value;
    },
    works: (gitlab) => lives(gitlab, gitlab.tokens[0]),
    neighbourWorks: (gitlab) => lives(gitlab, gitlab.tokens[1]),
  });

/** Two deploy tokens in one place: the user name of one begins like that of the other. */
const deployTokens =
  (place: string, locator: Record<string, string>) =>
  (id: number): Leaked<Gitlab> => ({
    locator: { ...target, ...locator, username: `gitlab+deploy-token-${id}` },
    meant: `deploy token ${id}`,
    place(gitlab) {
      gitlab.deployTokens.push({ id, username: `gitlab+deploy-token-${id}`, place, endsAt: null });
      gitlab.deployTokens.push({ id: id + 2, username: `gitlab+deploy-token-${id}0`, place, endsAt: null });
      return undefined;
    },
    works: (gitlab) => lives(gitlab, gitlab.deployTokens[0]),
    neighbourWorks: (gitlab) => lives(gitlab, gitlab.deployTokens[1]),
  });

export const gitlabScenarios: Scenario<Gitlab>[] = [
  {
    kind: 'gitlab-token',
    call: 'DELETE /api/v4/personal_access_tokens/self',
    proof: 'by-use',
    found: 'by nothing',
    thorough: true,
    leak: tokens(false),
  },
  {
    kind: 'gitlab-token-by-id',
    call: 'DELETE /api/v4/personal_access_tokens/{token}',
    proof: 'by-use',
    found: 'by its number',
    inspected: true,
    thorough: false,
    leak: tokens(true),
  },
  {
    kind: 'gitlab-token-by-value',
    call: 'DELETE /api/v4/admin/token',
    proof: 'by-use',
    found: 'by nothing',
    thorough: false,
    leak: tokens(false),
  },
  {
    kind: 'gitlab-project-deploy-token',
    call: 'DELETE /api/v4/projects/{project}/deploy_tokens/{token}',
    proof: 'by-provider',
    found: 'in a list',
    thorough: true,
    leak: deployTokens('projects/shop/web', { project: 'shop/web' }),
  },
  {
    kind: 'gitlab-group-deploy-token',
    call: 'DELETE /api/v4/groups/{group}/deploy_tokens/{token}',
    proof: 'by-provider',
    found: 'in a list',
    thorough: false,
    leak: deployTokens('groups/17', { group: '17' }),
  },
];
