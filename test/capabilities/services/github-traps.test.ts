/** What is known to go wrong at GitHub, one promise each. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../incident/world.ts';
import { type Github, startGithub } from '../../stand-ins/github.ts';
import { classicToken, clientId, fineGrainedToken, githubSecrets } from '../../stand-ins/github-state.ts';
import { containByClock } from './by-clock.ts';
import { serviceWorld } from './containment.ts';
import { kindsAt } from './kinds-at.ts';

let github: Github;
let world: World;
/** As it is at three in the morning: no target, no identity. */
let bare: World;

beforeAll(async () => {
  github = await startGithub(() => world.clock.now().getTime());
  world = await serviceWorld(kindsAt('github', github.url, githubSecrets));
  bare = await serviceWorld(kindsAt('github', github.url, {}));
});
afterAll(async () => {
  await world.close();
  await bare.close();
  await github.close();
});
beforeEach(() => github.calm());

function placed(value: string, app: string | null = null): string {
  github.tokens.push({ id: 7, value, login: 'octo', scopes: [], clientId: app, endsAt: null });
  return value;
}
const leaked = (value: string, kind = 'github-token', more = {}) => ({ kind, locator: { target: 'github', ...more }, value });

describe('GitHub', () => {
  it.each([
    { body: {}, is: 'an object, as described' },
    { body: null, is: 'null, as in its own example' },
    { body: undefined, is: 'nothing' },
  ])('may answer a revocation with $is', async ({ body }) => {
    github.accepted = body;
    const told = await containByClock(world, leaked(placed(classicToken('ghp_'))));
    expect(told).toMatchObject({ grade: 'by-use', answers: ['202'] });
    expect(github.violations).toEqual([]);
  });

  it.each([classicToken('ghp_'), classicToken('gho_'), classicToken('ghu_'), fineGrainedToken()])(
    'ends tokens of every form without any configuration',
    async (value) => {
      expect(await containByClock(bare, leaked(placed(value)))).toMatchObject({ grade: 'by-use', stuck: null });
      expect(github.struck).toEqual(['token 7']);
    },
  );

  it('is not asked about a token that was mistyped: its checksum says so', async () => {
    const value = placed(classicToken('ghp_'));
    const slip = `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`;
    const told = await containByClock(bare, leaked(slip));
    expect(told.stuck).toMatchObject({ step: 'identify', what: expect.stringContaining('checksum') });
    expect(github.asked).toEqual([]);
  });

  it('takes no more than sixty revocations an hour: the sixty-first is shown as a command, and nothing counts as dead', async () => {
    const body = JSON.stringify({ credentials: [classicToken('ghp_')] });
    const headers = { 'content-type': 'application/json' };
    for (let count = 0; count < 60; count += 1) {
      await fetch(`${github.url}/credentials/revoke`, { method: 'POST', headers, body });
    }
    const told = await containByClock(world, leaked(placed(classicToken('ghp_'))));
    expect(told).toMatchObject({ state: 'alive', grade: null, stuck: { step: 'strike' } });
    expect(told.stuck?.byHand).toContain('/credentials/revoke');
    expect(told.stuck?.byHand).toContain('$LEAKED');
    expect(github.struck).toEqual([]);
  });

  it('says of a token of another app that it is not found: that is neither alive nor dead', async () => {
    const value = placed(classicToken('ghu_'), 'Iv1.ffffffffffffffff');
    const told = await containByClock(world, leaked(value, 'github-app-user-token', { 'client-id': clientId }));
    expect(told).toMatchObject({ before: 'could-not-tell', grade: null });
    expect(github.struck).toEqual([]);
    expect(github.works(value)).toBe(true);
  });

  it('lets the app resume what the app suspended', async () => {
    github.installations.push({ id: 51, account: 'octo-org', suspendedAt: null });
    const kind = kindsAt('github', github.url, githubSecrets).get('github-installation');
    if (kind?.disable === undefined || kind.undo === undefined) throw new Error('It cannot be suspended.');
    const locator = { target: 'github', installation: '51' };
    const credential = { id: 'c1', kind: kind.name, locator, fingerprint: null, hint: '', by: null };
    const call = {
      credential: credential as never,
      signal: new AbortController().signal,
      now: () => world.clock.now(),
      value: async () => null,
      next: async () => null,
      spend: async () => null,
    };
    const found = await kind.identify({ ...call, facts: null });
    if (found.kind === 'refused') throw new Error(found.reason);
    const known = { ...call, facts: found.identity.facts };
    const [option] = kind.plan(credential as never, found.identity.facts, null);
    if (option === undefined) throw new Error('Nothing is offered.');
    expect(option).toMatchObject({ reversible: true, mass: true });
    for (const repeat of [1, 2]) {
      await kind.disable(known, option.target);
      expect(await kind.inspect(known, option.target), `suspended, time ${repeat}`).toMatchObject({ cutOff: 'yes' });
    }
    await kind.undo(known, option.target);
    expect(await kind.inspect(known, option.target)).toMatchObject({ cutOff: 'no', residuals: [] });
    expect(github.violations).toEqual([]);
  });

  it('has a token live on outside the organization that took its access away, and that is said', async () => {
    github.grants.push({ id: 21, org: 'octo-org', owner: 'octo', tokenId: 4711, endsAt: null });
    const locator = { target: 'github', org: 'octo-org', 'token-id': '4711' };
    const told = await containByClock(world, { kind: 'github-org-token', locator });
    expect(told).toMatchObject({ state: 'cut-off', grade: 'by-provider' });
    expect(told.written).toContain('works on outside this organization');
  });

  it('has nothing done about an organization by whoever has no account there', async () => {
    const locator = { target: 'github', org: 'octo-org', 'token-id': '4712' };
    github.grants.push({ id: 23, org: 'octo-org', owner: 'octo', tokenId: 4712, endsAt: null });
    const told = await containByClock(bare, { kind: 'github-org-token', locator });
    expect(told.grade).toBeNull();
    expect(github.struck).toEqual([]);
    expect(github.asked).toEqual([]);
  });
});
