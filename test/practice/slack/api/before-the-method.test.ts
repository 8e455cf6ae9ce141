import { expect, test } from 'vitest';
import { allScopes, outcome, refusal, startApi } from './api-server.ts';

test('a method that practice does not know is refused by its name, whoever asks', async () => {
  const { client, clientWith } = await startApi();
  expect(await refusal(client.apiCall('chat.scheduleMessage'))).toMatchObject({
    error: 'unknown_method',
    req_method: 'chat.scheduleMessage',
  });
  expect(await outcome(clientWith('xoxb-nobody').apiCall('nothing.here'))).toBe('unknown_method');
});

test('without a token, with an unknown one and with one of the other kind nothing is done', async () => {
  const { client, clientWith, workspace, origin } = await startApi();
  const bare = await fetch(`${origin}/api/auth.test`, { method: 'POST' });
  expect([bare.status, await bare.json()]).toEqual([200, { ok: false, error: 'not_authed' }]);
  expect(await outcome(clientWith('xoxb-0-0-wrong').auth.test())).toBe('invalid_auth');
  expect(await outcome(client.apps.connections.open())).toBe('not_allowed_token_type');
  expect(await outcome(clientWith(workspace.app.appToken).auth.test())).toBe('not_allowed_token_type');
});

test('a token may stand in the form or in the address as well', async () => {
  const { workspace, origin } = await startApi();
  const body = new URLSearchParams({ token: workspace.app.botToken });
  const posted = await fetch(`${origin}/api/auth.test`, { method: 'POST', body });
  expect(await posted.json()).toMatchObject({ ok: true, user_id: workspace.app.botUser });
  const got = await fetch(`${origin}/api/auth.test?token=${workspace.app.botToken}`);
  expect(await got.json()).toMatchObject({ ok: true });
});

test('JSON is read as a form is, and without a charset it is answered with a warning', async () => {
  const { workspace, origin, channelNamed } = await startApi();
  const channel = channelNamed('general').id;
  const post = async (body: string, contentType: string) => {
    const headers = { authorization: `Bearer ${workspace.app.botToken}`, 'content-type': contentType };
    return (await fetch(`${origin}/api/chat.postMessage`, { method: 'POST', headers, body })).json();
  };
  const message = JSON.stringify({ channel, text: 'hello' });
  expect(await post(message, 'application/json; charset=utf-8')).not.toHaveProperty('warning');
  expect(await post(message, 'application/json')).toMatchObject({ ok: true, warning: 'missing_charset' });
  expect(await post('{"channel":', 'application/json')).toEqual({ ok: false, error: 'invalid_json' });
  expect(await post('[]', 'application/json')).toEqual({ ok: false, error: 'json_not_object' });
  expect(await post('hello', 'text/plain')).toEqual({ ok: false, error: 'invalid_post_type' });
});

test('a request of more than a megabyte is refused', async () => {
  const { origin } = await startApi();
  const body = new URLSearchParams({ text: 'x'.repeat(1024 * 1024) });
  expect((await fetch(`${origin}/api/chat.postMessage`, { method: 'POST', body })).status).toBe(413);
});

test('a missing scope is answered with what is needed and what is held', async () => {
  const { client, channelNamed } = await startApi({ scopes: ['channels:read', 'users:read'] });
  const channel = channelNamed('general').id;
  expect(await refusal(client.chat.postMessage({ channel, text: 'hello' }))).toMatchObject({
    error: 'missing_scope',
    needed: 'chat:write',
    provided: 'channels:read,users:read',
  });
  expect(await outcome(client.users.lookupByEmail({ email: 'tomas@practice.example' }))).toBe('missing_scope');
  const { user } = await client.users.info({ user: 'U0APPROVE1' });
  expect(user?.profile).not.toHaveProperty('email');
});

test('which scope is needed follows from the kind of channel', async () => {
  const publicOnly = allScopes.filter((scope) => !scope.startsWith('groups:') && !scope.startsWith('im:'));
  const { client, channelNamed } = await startApi({ scopes: publicOnly });
  const create = (name: string, isPrivate: boolean) => client.conversations.create({ name, is_private: isPrivate });
  expect(await outcome(create('open-one', false))).toBe('ok');
  expect(await refusal(create('closed-one', true))).toMatchObject({ error: 'missing_scope', needed: 'groups:write' });
  expect(await outcome(client.conversations.history({ channel: channelNamed('general').id }))).toBe('ok');
  expect(await refusal(client.conversations.list({ types: 'public_channel,im' }))).toMatchObject({ needed: 'im:read' });
  expect(await refusal(client.conversations.open({ users: 'U0APPROVE1' }))).toMatchObject({ needed: 'im:write' });
});

test('every good answer names the scopes that are held and those that the method takes', async () => {
  const { workspace, origin } = await startApi();
  const headers = { authorization: `Bearer ${workspace.app.botToken}` };
  const response = await fetch(`${origin}/api/users.list`, { headers });
  expect(response.headers.get('x-oauth-scopes')).toBe(allScopes.join(','));
  expect(response.headers.get('x-accepted-oauth-scopes')).toBe('users:read');
});

test('arguments that do not fit are refused before the method runs, with sentences about each', async () => {
  const { client, workspace } = await startApi({
    strict: {
      argumentFaults: (method) => (method === 'conversations.create' ? ['missing required field: name'] : []),
      blockFaults: () => [],
      viewFaults: () => [],
    },
  });
  const before = workspace.channels.size;
  expect(await refusal(client.conversations.create({ name: 'fine' }))).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] missing required field: name'] },
  });
  expect(workspace.channels.size).toBe(before);
});

test('an outage is answered in place of everything', async () => {
  const { client } = await startApi({ outage: (method) => (method === 'auth.test' ? { status: 503 } : null) });
  await expect(client.auth.test()).rejects.toThrow(/503/);
  expect(await outcome(client.api.test())).toBe('ok');
});
