import { expect, test } from 'vitest';
import type { Answer } from '../../../src/surfaces/slack/call/web-client.ts';
import { createPersonCheck } from '../../../src/surfaces/slack/check-person.ts';

const people = [
  { id: 'ana', slack: { user: 'U0ANA', team: 'T0HOME' } },
  { id: 'bo', slack: { user: 'U0BO', team: 'T0HOME' } },
  { id: 'cy', slack: null },
];
const click = { user: 'U0ANA', team: 'T0HOME', channel: 'C0WAR' };
const member = { id: 'U0ANA', team_id: 'T0HOME', deleted: false, is_bot: false, is_app_user: false, is_restricted: false };
const channel = { id: 'C0WAR', is_ext_shared: false, is_pending_ext_shared: false, is_org_shared: false, is_private: true };

function world(answers: { user?: object | Answer; channel?: object | Answer; home?: string | null } = {}) {
  const calls: string[] = [];
  let now = new Date('2026-11-25T03:12:00.000Z');
  const answered = (key: string, given: object | Answer): Answer =>
    'ok' in given ? (given as Answer) : { ok: true, answer: { [key]: given } };
  const check = createPersonCheck({
    call: async (method) => {
      calls.push(method);
      return method === 'users.info'
        ? answered('user', answers.user ?? member)
        : answered('channel', answers.channel ?? channel);
    },
    clock: { now: () => now },
    people,
    team: () => (answers.home === undefined ? 'T0HOME' : answers.home),
    program: 'npx staunch',
  });
  return {
    check,
    calls,
    pass(ms: number) {
      now = new Date(now.getTime() + ms);
    },
  };
}

test('a full member in a channel of their own is the person of staunch.yml', async () => {
  expect(await world().check(click)).toEqual({ person: 'ana' });
});

test.each([
  ['deactivated', { user: { ...member, deleted: true } }, /deactivated/],
  ['a bot', { user: { ...member, is_bot: true } }, /not a person/],
  ['an app', { user: { ...member, is_app_user: true } }, /not a person/],
  ['a guest', { user: { ...member, is_restricted: true } }, /a guest/],
  ['a guest of one channel', { user: { ...member, is_ultra_restricted: true } }, /a guest/],
  ['a stranger', { user: { ...member, is_stranger: true } }, /another organisation/],
  ['of another workspace', { user: { ...member, team_id: 'T0OTHER' } }, /another workspace/],
  ['of no workspace that Slack names', { user: { ...member, team_id: undefined } }, /another workspace/],
  ['in a shared channel', { channel: { ...channel, is_ext_shared: true } }, /channel is shared/],
  ['in a channel about to be shared', { channel: { ...channel, is_pending_ext_shared: true } }, /channel is shared/],
  ['in a channel of several workspaces', { channel: { ...channel, is_org_shared: true } }, /channel is shared/],
  [
    'unknown to Slack',
    { user: { ok: false, error: 'user_not_found', retryAfterMs: null, transient: false } as Answer },
    /could not ask.*user_not_found/,
  ],
  [
    'asked about while Slack is away',
    { user: { ok: false, error: 'unreachable', retryAfterMs: null, transient: true } as Answer },
    /could not ask/,
  ],
  [
    'in a channel that Slack does not show',
    { channel: { ok: false, error: 'channel_not_found', retryAfterMs: null, transient: false } as Answer },
    /could not ask/,
  ],
  [
    'answered for in a way that is not understood',
    { user: { ok: true, answer: { user: { deleted: 'no' } } } as Answer },
    /not understood/,
  ],
  ['there before the bot knows its workspace', { home: null }, /could not ask/],
])('whoever is %s is refused, with the reason and the terminal', async (_what, answers, why) => {
  const answer = await world(answers).check(click);
  for (const words of [why, /npx staunch/, /Nothing was changed\./])
    expect(answer).toMatchObject({ refused: expect.stringMatching(words) });
});

test('an account that staunch.yml does not name, or names with another team, is refused without a call', async () => {
  const { check, calls } = world();
  expect(await check({ ...click, user: 'U0EVE' })).toMatchObject({
    refused: expect.stringContaining('slack: { user: U0EVE'),
    again: false,
  });
  expect(await check({ ...click, team: 'T0OTHER' })).toMatchObject({ refused: expect.stringContaining('names nobody') });
  expect(calls).toEqual([]);
});

test('fifty clicks at once ask Slack once, and a minute later Slack is asked again', async () => {
  const { check, calls, pass } = world();
  await Promise.all(Array.from({ length: 50 }, () => check(click)));
  expect(calls).toEqual(['users.info', 'conversations.info']);
  pass(59_999);
  await check(click);
  expect(calls).toHaveLength(2);
  pass(1);
  await check(click);
  expect(calls).toHaveLength(4);
});

test('an answer that failed is not remembered', async () => {
  const answers: { user?: object | Answer } = {
    user: { ok: false, error: 'unreachable', retryAfterMs: null, transient: true },
  };
  const { check } = world(answers);
  expect(await check(click)).toMatchObject({ again: true });
  answers.user = member;
  expect(await check(click)).toEqual({ person: 'ana' });
});

test('in a modal, and in the bot’s own direct messages, only the person is asked about', async () => {
  const { check, calls } = world();
  expect(await check({ ...click, channel: null })).toEqual({ person: 'ana' });
  expect(await check({ ...click, channel: 'D0ANA' })).toEqual({ person: 'ana' });
  expect(calls).toEqual(['users.info']);
});

test('in an organisation the account counts where staunch.yml names its organisation or a workspace of it', async () => {
  const user = { ...member, team_id: 'T0SECOND', enterprise_user: { enterprise_id: 'E0ORG', teams: ['T0HOME', 'T0SECOND'] } };
  expect(await world({ user }).check(click)).toEqual({ person: 'ana' });
  const outside = { ...user, enterprise_user: { enterprise_id: 'E0ORG', teams: ['T0SECOND'] } };
  expect(await world({ user: outside }).check(click)).toHaveProperty('refused');
});
