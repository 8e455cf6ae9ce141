/** catalogue/github-enterprise.yml at a stand-in: what is asked without an account at github.com needs one here. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../incident/world.ts';
import { type Github, startGithub } from '../../stand-ins/github.ts';
import { classicToken, fineGrainedToken, githubSecrets } from '../../stand-ins/github-state.ts';
import { containByClock } from './by-clock.ts';
import { serviceWorld } from './containment.ts';
import { kindsAt } from './kinds-at.ts';

let server: Github;
let world: World;
let strangers: World;
const worlds: World[] = [];

beforeAll(async () => {
  server = await startGithub(() => world.clock.now().getTime(), 'enterprise-server');
  world = await serviceWorld(kindsAt('github-enterprise', server.url, githubSecrets));
  strangers = await serviceWorld(kindsAt('github-enterprise', server.url, { caller: 'no-such-secret-of-ours' }));
  worlds.push(world, strangers);
});
afterAll(async () => {
  for (const one of worlds) await one.close();
  await server.close();
});
beforeEach(() => server.calm());

function leak(value: string) {
  server.tokens.push({ id: 7, value, login: 'octo', scopes: [], clientId: null, endsAt: null });
  return { kind: 'github-enterprise-token', locator: { target: 'github-enterprise' }, value };
}

describe('a GitHub Enterprise Server', () => {
  it.each([classicToken('ghp_'), fineGrainedToken()])('ends a token of either form for an account of ours', async (value) => {
    expect(await containByClock(world, leak(value))).toMatchObject({ grade: 'by-use', answers: ['202'], stuck: null });
    expect(server.struck).toEqual(['token 7']);
    expect(server.violations).toEqual([]);
  });

  it('does not let an account in that it does not know: nothing is touched, and the command is shown', async () => {
    const told = await containByClock(strangers, leak(classicToken('ghp_')));
    expect(told).toMatchObject({ state: 'alive', grade: null, stuck: { step: 'strike' } });
    expect(told.stuck?.what).toContain('identity "caller"');
    expect(told.stuck?.byHand).toContain('$CALLER');
    expect(server.struck).toEqual([]);
  });

  it('is not asked about tokens of apps, which it does not end', async () => {
    const told = await containByClock(world, leak(classicToken('gho_')));
    expect(told.stuck).toMatchObject({ step: 'identify' });
    expect(server.asked).toEqual([]);
  });
});
