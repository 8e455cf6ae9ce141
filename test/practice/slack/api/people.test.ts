import { expect, test } from 'vitest';
import { outcome, startApi } from './api-server.ts';

test('guests, strangers, bots and those who left can be told apart by what users.info says', async () => {
  const { client } = await startApi();
  const about = async (user: string) => (await client.users.info({ user })).user;
  expect(await about('U0ONCALL01')).toMatchObject({
    deleted: false,
    is_bot: false,
    is_restricted: false,
    team_id: 'T0PRACTICE',
  });
  expect(await about('U0GUEST001')).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
  expect(await about('U0STRANGE1')).toMatchObject({ is_stranger: true, team_id: 'T0OTHERCO1' });
  expect(await about('U0GONE0001')).toMatchObject({ deleted: true });
  expect(await about('U0STAUNCH1')).toMatchObject({ is_bot: true });
  expect(await outcome(client.users.info({ user: 'U0NOBODY00' }))).toBe('user_not_found');
});

test('the time zone comes with its distance from Greenwich on that day', async () => {
  const { client } = await startApi();
  const { user } = await client.users.info({ user: 'U0APPROVE2' });
  expect(user).toMatchObject({ tz: 'America/New_York', tz_offset: -18_000 });
});

test('an address finds a member of the team, not a stranger and not one who left', async () => {
  const { client } = await startApi();
  const find = (email: string) => client.users.lookupByEmail({ email });
  expect((await find('Tomas@practice.example')).user?.id).toBe('U0APPROVE1');
  for (const email of ['stella@practice.example', 'dana@practice.example', 'nobody@practice.example']) {
    expect(await outcome(find(email))).toBe('users_not_found');
  }
});

test('the list of people comes in pages', async () => {
  const { client } = await startApi();
  const ids: (string | undefined)[] = [];
  let cursor = '';
  do {
    const page = await client.users.list({ limit: 3, ...(cursor === '' ? undefined : { cursor }) });
    ids.push(...(page.members ?? []).map(({ id }) => id));
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  expect(ids).toHaveLength(7);
  expect(new Set(ids).size).toBe(7);
});

test('the app is told who it is, and that user groups cost money', async () => {
  const { client, workspace } = await startApi();
  expect(await client.auth.test()).toMatchObject({
    user_id: workspace.app.botUser,
    bot_id: workspace.app.botId,
    team_id: workspace.team.id,
    is_enterprise_install: false,
  });
  expect(await outcome(client.usergroups.list())).toBe('plan_upgrade_required');
  expect(await outcome(client.team.info({ team: 'T0OTHERCO1' }))).toBe('team_not_found');
});
