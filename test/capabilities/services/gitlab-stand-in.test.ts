/** The stand-in does what GitLab is known to do, and sees when it is asked what GitLab's description does not have. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Gitlab, gitlabSecrets, gitlabToken, startGitlab } from '../../stand-ins/gitlab.ts';

let gitlab: Gitlab;
const value = gitlabToken();

beforeAll(async () => {
  gitlab = await startGitlab(() => 0);
});
afterAll(async () => gitlab.close());
beforeEach(() => {
  gitlab.calm();
  gitlab.tokens.push({ id: 42, value, userId: 3, name: 'deploy', endsAt: null });
  gitlab.deployTokens.push({ id: 5, username: 'gitlab+deploy-token-5', place: 'projects/shop/web', endsAt: null });
});

async function ask(method: string, path: string, token: string | null, body?: unknown): Promise<number> {
  const answer = await fetch(`${gitlab.url}/api/v4${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { 'private-token': token }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe('the GitLab stand-in', () => {
  it('lets a token look at itself and end itself, once', async () => {
    expect(await ask('GET', '/personal_access_tokens/self', value)).toBe(200);
    expect(await ask('DELETE', '/personal_access_tokens/self', value)).toBe(204);
    expect(await ask('GET', '/personal_access_tokens/self', value)).toBe(401);
    expect(await ask('DELETE', '/personal_access_tokens/self', value)).toBe(401);
    expect(gitlab.violations).toEqual([]);
  });

  it('lets administrators alone end others, and readers only look', async () => {
    expect(await ask('GET', '/personal_access_tokens/42', gitlabSecrets.reader)).toBe(200);
    expect(await ask('DELETE', '/personal_access_tokens/42', gitlabSecrets.reader)).toBe(403);
    expect(await ask('DELETE', '/personal_access_tokens/42', null)).toBe(401);
    expect(await ask('DELETE', '/personal_access_tokens/42', gitlabSecrets.admin)).toBe(204);
    expect(gitlab.works(value)).toBe(false);
    expect(gitlab.violations).toEqual([]);
  });

  it('revokes by value only where the flag is on', async () => {
    gitlab.revokesByValue = false;
    expect(await ask('DELETE', '/admin/token', gitlabSecrets.admin, { token: value })).toBe(404);
    expect(gitlab.works(value)).toBe(true);
    gitlab.revokesByValue = true;
    expect(await ask('DELETE', '/admin/token', gitlabSecrets.admin, { token: value })).toBe(204);
    expect(await ask('DELETE', '/admin/token', gitlabSecrets.admin, { token: gitlabToken() })).toBe(404);
    expect(gitlab.violations).toEqual([]);
  });

  it('finds a deploy token in its project, whose path is one part of the address', async () => {
    expect(await ask('GET', '/projects/shop%2Fweb/deploy_tokens', gitlabSecrets.maintainer)).toBe(200);
    expect(await ask('DELETE', '/projects/shop%2Fweb/deploy_tokens/5', gitlabSecrets.maintainer)).toBe(204);
    expect(await ask('DELETE', '/projects/shop%2Fweb/deploy_tokens/5', gitlabSecrets.maintainer)).toBe(404);
    expect(gitlab.violations).toEqual([]);
  });

  it('notices a call that is not described, and one that must never be made', async () => {
    await ask('POST', '/personal_access_tokens/self/rotate', value);
    await ask('GET', '/personal_access_tokens/seven', gitlabSecrets.admin);
    expect(gitlab.violations).toHaveLength(2);
    expect(gitlab.works(value)).toBe(true);
  });
});
