/** The stand-in does what GitHub is known to do, and sees when it is asked, or answers, what GitHub's description does not have. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Github, startGithub } from '../../stand-ins/github.ts';
import { classicToken, githubSecrets } from '../../stand-ins/github-state.ts';

let clock = 0;
let github: Github;
let server: Github;

beforeAll(async () => {
  github = await startGithub(() => clock);
  server = await startGithub(() => clock, 'enterprise-server');
});
afterAll(async () => {
  await github.close();
  await server.close();
});
beforeEach(() => {
  clock = Date.UTC(2026, 10, 25);
  github.calm();
  server.calm();
});

function leak(place: Github): string {
  const value = classicToken('ghp_');
  place.tokens.push({ id: 7, value, login: 'octo', scopes: ['repo'], clientId: null, endsAt: null });
  return value;
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

async function ask(place: Github, method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(`${place.url}${path}`, {
    method,
    headers: { ...json, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return answer;
}

const revoke = (place: Github, value: string, headers = {}) =>
  ask(place, 'POST', '/credentials/revoke', headers, { credentials: [value] });

describe('the GitHub stand-in', () => {
  it('takes a token until it is revoked, by nobody in particular', async () => {
    const value = leak(github);
    expect((await ask(github, 'GET', '/user', bearer(value))).status).toBe(200);
    expect((await revoke(github, value)).status).toBe(202);
    expect((await ask(github, 'GET', '/user', bearer(value))).status).toBe(401);
    expect(github.violations).toEqual([]);
  });

  it('says 202 to what is no token of its, and nothing happens', async () => {
    leak(github);
    expect((await revoke(github, classicToken('ghp_'))).status).toBe(202);
    expect(github.struck).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  it('refuses whoever shows a credential of their own; Enterprise Server refuses whoever shows none', async () => {
    const value = leak(github);
    expect((await revoke(github, value, bearer(value))).status).toBe(403);
    expect(github.works(value)).toBe(true);
    const own = leak(server);
    expect((await revoke(server, own)).status).toBe(401);
    expect((await revoke(server, own, bearer(githubSecrets.caller))).status).toBe(202);
    expect(server.works(own)).toBe(false);
    expect([...github.violations, ...server.violations]).toEqual([]);
  });

  it('takes sixty an hour, and sixty more when the hour is over', async () => {
    const value = leak(github);
    for (let count = 0; count < 60; count += 1) await revoke(github, classicToken('ghp_'));
    const limited = await revoke(github, value);
    expect(limited.status).toBe(403);
    expect(limited.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(github.works(value)).toBe(true);
    clock += 3_600_001;
    expect((await revoke(github, value)).status).toBe(202);
  });

  it('can let a revoked token live on for a while', async () => {
    const value = leak(github);
    github.lies.lagMs = 30_000;
    await revoke(github, value);
    expect((await ask(github, 'GET', '/user', bearer(value))).status).toBe(200);
    clock += 30_000;
    expect((await ask(github, 'GET', '/user', bearer(value))).status).toBe(401);
  });

  it('notices a body, a query, a path and an answer that the description does not have', async () => {
    await ask(github, 'POST', '/credentials/revoke', {}, { tokens: ['ghp_x'] });
    await ask(github, 'POST', '/credentials/revoke', {}, { credentials: [] });
    await ask(github, 'GET', '/user/keys?colour=red', bearer(githubSecrets['user-reader']));
    await ask(github, 'GET', '/users/octo/tokens');
    await ask(github, 'DELETE', '/installation/token', {}, { surplus: true });
    expect(github.violations).toEqual(
      expect.arrayContaining([
        expect.stringContaining("required property 'credentials'"),
        expect.stringContaining('fewer than 1 items'),
        expect.stringContaining('colour'),
        expect.stringContaining('GET /users/octo/tokens is not described'),
        expect.stringContaining('none is described'),
      ]),
    );
  });
});
