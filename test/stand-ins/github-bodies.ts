/** Answers of GitHub with all that its description requires of them; what nobody here looks at is filled in. */
import { createHash } from 'node:crypto';
import type { Authorization, GithubToken, Grant, Installation, SshKey } from './github-state.ts';

const api = 'https://api.github.com';
const then = '2026-01-05T09:00:00Z';

/** GitHub's own words for what a caller did wrong. */
export const problem = (message: string) => ({ message, documentation_url: 'https://docs.github.com/rest' });

export function user(login: string) {
  const url = `${api}/users/${login}`;
  return {
    login,
    id: 1 + login.length,
    node_id: 'MDQ6VXNlcjE=',
    avatar_url: `https://avatars.githubusercontent.com/${login}`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    site_admin: false,
  };
}

/** What a token without rights to the profile sees of its own user. */
export const self = (login: string) => ({
  ...user(login),
  user_view_type: 'public',
  name: null,
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 2,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: then,
  updated_at: then,
});

/** An app's answer about a token of its own. It has the token in it. */
export const authorization = (token: GithubToken) => ({
  id: token.id,
  url: `${api}/authorizations/${token.id}`,
  scopes: token.scopes,
  token: token.value,
  token_last_eight: token.value.slice(-8),
  hashed_token: createHash('sha256').update(token.value).digest('hex'),
  app: { client_id: token.clientId ?? '', name: 'Deploy bot', url: 'https://deploy.example' },
  note: null,
  note_url: null,
  updated_at: then,
  created_at: then,
  fingerprint: null,
  expires_at: null,
  user: user(token.login),
});

export const installation = ({ id, account, suspendedAt }: Installation) => ({
  id,
  account: user(account),
  repository_selection: 'selected',
  access_tokens_url: `${api}/app/installations/${id}/access_tokens`,
  repositories_url: `${api}/installation/repositories`,
  html_url: `https://github.com/organizations/${account}/settings/installations/${id}`,
  app_id: 5,
  target_id: 1 + account.length,
  target_type: 'Organization',
  permissions: { contents: 'read', metadata: 'read' },
  events: [],
  created_at: then,
  updated_at: then,
  single_file_name: null,
  app_slug: 'deploy-bot',
  suspended_by: suspendedAt === null ? null : user('deploy-bot'),
  suspended_at: suspendedAt === null ? null : new Date(suspendedAt).toISOString(),
});

export const grant = ({ id, org, owner, tokenId }: Grant) => ({
  id,
  owner: user(owner),
  repository_selection: 'all',
  repositories_url: `${api}/orgs/${org}/personal-access-tokens/${id}/repositories`,
  permissions: { repository: { contents: 'read' } },
  access_granted_at: then,
  token_id: tokenId,
  token_name: 'deploy',
  token_expired: false,
  token_expires_at: null,
  token_last_used_at: then,
});

export const credentialAuthorization = ({ id, login, lastEight }: Authorization) => ({
  login,
  credential_id: id,
  credential_type: 'personal access token',
  token_last_eight: lastEight,
  credential_authorized_at: then,
  scopes: ['repo'],
  credential_accessed_at: then,
  authorized_credential_id: 100_000 + id,
  authorized_credential_note: 'deploy',
});

export const sshKey = ({ id, title }: SshKey) => ({
  id,
  key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA',
  url: `${api}/keys/${id}`,
  title,
  verified: true,
  created_at: then,
  read_only: false,
});
