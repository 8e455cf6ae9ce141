/** What GitHub publishes about its API, and what it does that does not stand there. */
import { resolve } from 'node:path';
import type { Undocumented } from './published-api.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/github-openapi');
export const githubDescription = resolve(fixtures, 'github.com.json');
export const enterpriseDescription = resolve(fixtures, 'enterprise-server-3.19.json');

const limits = 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const everyCall: Undocumented[] = [
  { method: '*', path: '*', status: 401, reason: 'a dead or wrong credential is answered "Bad credentials" by every call' },
  { method: '*', path: '*', status: 403, reason: `a primary limit that is used up may be answered 403: ${limits}` },
  { method: '*', path: '*', status: 429, reason: `a limit that is used up may be answered 429: ${limits}` },
];
/** What GitHub does that github.com.json does not say. */
export const githubUndocumented: Undocumented[] = [
  ...everyCall,
  {
    method: 'DELETE',
    path: '/applications/{client_id}/token',
    status: 404,
    reason: 'a token that is dead or of another app is not found, as `POST` of the same path says',
  },
  {
    method: 'DELETE',
    path: '/repos/{owner}/{repo}/keys/{key_id}',
    status: 404,
    reason: 'the same path says so for `GET`; a key that is gone cannot be deleted',
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/keys',
    status: 404,
    reason: 'a repository that the caller may not see is not found',
  },
];
/** What Enterprise Server does that enterprise-server-3.19.json does not say. */
export const enterpriseUndocumented: Undocumented[] = [
  ...everyCall,
  {
    method: 'POST',
    path: '/credentials/revoke',
    reason:
      'https://docs.github.com/en/enterprise-server@3.19/rest/credentials/revoke has it, the description of 3.19 does not',
  },
];
