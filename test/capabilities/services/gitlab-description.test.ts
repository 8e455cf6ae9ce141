/** catalogue/gitlab.yml against what GitLab publishes about its own API. No server, no network. */
import { describe, expect, it } from 'vitest';
import { gitlabDescription, gitlabUndocumented } from '../../stand-ins/gitlab.ts';
import { publishedApi } from '../../stand-ins/published-api.ts';
import { catalogued, documentedAfterAll, requestsOf, unlike } from './against-description.ts';

describe('catalogue/gitlab.yml', () => {
  const service = catalogued('gitlab');

  it('asks nothing that the description does not have, and waits for no answer that it does not know', () => {
    expect(requestsOf(service)).toBe(13);
    expect(unlike(service, publishedApi(gitlabDescription, gitlabUndocumented))).toEqual([]);
  });

  it('says why, wherever the description is silent, and only there', () => {
    expect(documentedAfterAll(gitlabUndocumented, publishedApi(gitlabDescription, []))).toEqual([]);
    const silent = unlike(service, publishedApi(gitlabDescription, []));
    expect(silent).toContain('gitlab-token-by-value: token: POST /api/v4/admin/token is not described');
  });

  it('never rotates: that could revoke the new token with the leaked one', () => {
    expect(JSON.stringify(service.kinds)).not.toMatch(/"rotate"/);
  });
});
