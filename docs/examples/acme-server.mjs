/**
 * A small token service to try a service file against: node acme-server.mjs [--port 8087] [--lie] [--lag SECONDS]
 * It writes the secrets it made up as shell lines to standard output, and every request, without secrets, to standard error.
 * --lie: whoever ends a token is told that it was done, and nothing is done. --lag: a token works that long after its end.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8087' }, lie: { type: 'boolean' }, lag: { type: 'string', default: '0' } },
});
const lagMs = Number(values.lag) * 1000;
const made = (start) => start + randomBytes(16).toString('hex');
const admin = made('acme_admin_');
const tokens = ['shop', 'reports'].map((name, index) => ({
  id: `tok_${index + 1}`,
  name,
  secret: made('acme_live_'),
  state: 'active',
  endsAt: Number.POSITIVE_INFINITY,
}));

const works = ({ endsAt }) => Date.now() < endsAt;
const shown = ({ id, name, secret, state }) => ({ id, name, state, hint: `${secret.slice(0, 12)}...${secret.slice(-4)}` });

/** Ends a token, or lets it work again; what the administrator's list says changes at once. */
function set(token, state) {
  if (values.lie) return;
  token.state = state;
  token.endsAt = state === 'active' ? Number.POSITIVE_INFINITY : Date.now() + lagMs;
}

/** Answers [status, body]. */
function answer(method, path, bearer) {
  if (method === 'GET' && path === '/v1/whoami') {
    const token = tokens.find(({ secret }) => secret === bearer);
    if (token === undefined || !works(token)) return [401, { error: 'invalid_token' }];
    return [200, { token: token.id, account: token.name, scopes: ['orders:read'] }];
  }
  if (bearer !== admin) return [403, { error: 'not_an_administrator' }];
  const listed = tokens.filter(({ state }) => state !== 'deleted');
  if (method === 'GET' && path === '/v1/tokens') return [200, { tokens: listed.map(shown), next: null }];
  const [, id, verb] = /^\/v1\/tokens\/(tok_\d+)(?:\/(suspend|resume))?$/.exec(path) ?? [];
  const token = listed.find((candidate) => candidate.id === id);
  if (token === undefined) return [404, { error: 'no_such_token' }];
  if (method === 'GET' && verb === undefined) return [200, shown(token)];
  const state = method === 'DELETE' ? 'deleted' : { suspend: 'suspended', resume: 'active' }[verb];
  if (state === undefined) return [405, { error: 'not_here' }];
  set(token, state);
  return [204];
}

const server = createServer((request, response) => {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [status, body] = answer(request.method, request.url, bearer);
  process.stderr.write(`${request.method} ${request.url} ${status}\n`);
  response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
  response.end(body === undefined ? '' : JSON.stringify(body));
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const lines = [`LEAKED=${tokens[0].secret}`, `OTHER=${tokens[1].secret}`, `ACME_ADMIN=${admin}`];
  process.stdout.write(lines.map((line) => `export ${line}\n`).join(''));
});
