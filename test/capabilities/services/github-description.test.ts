/** catalogue/github*.yml against what GitHub publishes about its own API. No server, no network. */
import { describe, expect, it } from 'vitest';
import {
  enterpriseDescription,
  enterpriseUndocumented,
  githubDescription,
  githubUndocumented,
} from '../../stand-ins/github-description.ts';
import { publishedApi } from '../../stand-ins/published-api.ts';
import { catalogued, documentedAfterAll, requestsOf, unlike } from './against-description.ts';

const files = [
  { name: 'github', description: githubDescription, undocumented: githubUndocumented, requests: 19 },
  { name: 'github-enterprise', description: enterpriseDescription, undocumented: enterpriseUndocumented, requests: 2 },
];

describe.each(files)('the file of $name', ({ name, description, undocumented, requests }) => {
  const service = catalogued(name);

  it('asks nothing that the description does not have, and waits for no answer that it does not know', () => {
    expect(requestsOf(service)).toBe(requests);
    expect(unlike(service, publishedApi(description, undocumented))).toEqual([]);
  });

  it('says why, wherever the description is silent, and only there', () => {
    for (const { reason } of undocumented) expect(reason.length).toBeGreaterThan(10);
    expect(documentedAfterAll(undocumented, publishedApi(description, []))).toEqual([]);
  });

  it('is held to it: without the list of what is undocumented it fails', () => {
    expect(unlike(service, publishedApi(description, []))).not.toEqual([]);
  });
});

describe('what GitHub would let nobody take back', () => {
  const { kinds } = catalogued('github');

  it('no call that ends more than the one credential is in the file, but suspending an installation, which is marked', () => {
    const paths = Object.values(kinds)
      .flatMap(({ disable, revoke }) => [disable, revoke])
      .flatMap((verb) => (verb === undefined ? [] : [verb.request.path.filter((part) => typeof part === 'string').join('/')]));
    expect(paths.filter((path) => /grant$|revoke-all|revoke-credential-type/.test(path))).toEqual([]);
    const mass = Object.entries(kinds).filter(([, { disable, revoke }]) => disable?.mass || revoke?.mass);
    expect(mass.map(([name]) => name)).toEqual(['github-installation']);
  });

  it('tokens go out without any credential of ours to the call that takes no credentials', () => {
    for (const name of ['github-token', 'github-refresh-token']) {
      expect(kinds[name]?.revoke?.request).not.toHaveProperty('auth');
      expect(JSON.stringify(kinds[name])).not.toContain('$identity');
    }
  });
});
