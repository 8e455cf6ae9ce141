/** What is known to go wrong at GitLab, one promise each. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../incident/world.ts';
import { type Gitlab, gitlabSecrets, gitlabToken, startGitlab } from '../../stand-ins/gitlab.ts';
import { containByClock } from './by-clock.ts';
import { serviceWorld } from './containment.ts';
import { kindsAt } from './kinds-at.ts';

let gitlab: Gitlab;
let world: World;
let bare: World;

beforeAll(async () => {
  gitlab = await startGitlab(() => world.clock.now().getTime());
  world = await serviceWorld(kindsAt('gitlab', gitlab.url, gitlabSecrets));
  bare = await serviceWorld(kindsAt('gitlab', gitlab.url, {}));
});
afterAll(async () => {
  await world.close();
  await bare.close();
  await gitlab.close();
});
beforeEach(() => gitlab.calm());

function placed(id: number): string {
  const value = gitlabToken();
  gitlab.tokens.push({ id, value, userId: 3, name: 'deploy', endsAt: null });
  return value;
}
const leaked = (value: string, kind = 'gitlab-token', more = {}) => ({ kind, locator: { target: 'gitlab', ...more }, value });

describe('GitLab', () => {
  it('lets a token end itself without any configuration, and only once', async () => {
    const told = await containByClock(bare, leaked(placed(7)));
    expect(told).toMatchObject({ state: 'dead', grade: 'by-use', answers: ['204'] });
    expect(gitlab.struck).toEqual(['token 7']);
    expect(gitlab.asked.filter((line) => line.includes('rotate'))).toEqual([]);
    expect(gitlab.violations).toEqual([]);
  });

  it('revokes by value only behind a flag: without it the 404 is no answer about the token', async () => {
    gitlab.revokesByValue = false;
    const told = await containByClock(world, leaked(placed(17), 'gitlab-token-by-value'));
    expect(told).toMatchObject({ state: 'alive', grade: null, stuck: { step: 'strike' } });
    expect(told.stuck?.byHand).toContain('/api/v4/admin/token');
    expect(gitlab.struck).toEqual([]);
  });

  it('has the token of a number ended, not the one whose value was handed in with a wrong number', async () => {
    placed(27);
    const other = placed(29);
    const told = await containByClock(world, leaked(other, 'gitlab-token-by-id', { 'token-id': '27' }));
    expect(told.before).toBe('could-not-tell');
    expect(gitlab.struck).toEqual(['token 27']);
    expect(gitlab.works(other)).toBe(true);
    expect(told.grade).toBe('by-provider');
  });

  it('takes a project’s path as one part of the address', async () => {
    gitlab.deployTokens.push({ id: 5, username: 'gitlab+deploy-token-5', place: 'projects/shop/web', endsAt: null });
    const locator = { target: 'gitlab', project: 'shop/web', username: 'gitlab+deploy-token-5' };
    expect(await containByClock(world, { kind: 'gitlab-project-deploy-token', locator })).toMatchObject({
      grade: 'by-provider',
    });
    expect(gitlab.struck).toEqual(['deploy token 5']);
    expect(gitlab.asked).toContain('DELETE /api/v4/projects/shop%2Fweb/deploy_tokens/5 204');
  });

  it('has a reader that may only look: whoever has no account that may revoke is offered nothing', async () => {
    const reading = await serviceWorld(kindsAt('gitlab', gitlab.url, { reader: gitlabSecrets.reader }));
    placed(37);
    const told = await containByClock(reading, { kind: 'gitlab-token-by-id', locator: { target: 'gitlab', 'token-id': '37' } });
    await reading.close();
    expect(told.grade).toBeNull();
    expect(gitlab.struck).toEqual([]);
  });
});
