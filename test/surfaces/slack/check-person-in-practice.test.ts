/** Who may click, as the practice Slack answers: its people are those whom Slack itself would refuse. */
import { expect, test } from 'vitest';
import { createCall } from '../../../src/surfaces/slack/call/web-client.ts';
import { createPersonCheck } from '../../../src/surfaces/slack/check-person.ts';
import { signIn } from '../../../src/surfaces/slack/connect/sign-in.ts';
import { startApi } from '../../practice/slack/api/api-server.ts';

async function practice() {
  const api = await startApi();
  const call = createCall({ botToken: api.workspace.app.botToken, apiUrl: `${api.origin}/api/`, redact: (text) => text });
  const people = [...api.workspace.people.values()].map(({ id, name, team }) => ({ id: name, slack: { user: id, team } }));
  const check = createPersonCheck({ call, clock: api.clock, people, team: () => 'T0PRACTICE', program: 'npx staunch' });
  const general = api.channelNamed('general');
  const click = (name: string) => {
    const slack = people.find(({ id }) => id === name)?.slack;
    if (slack === undefined) throw new Error(`nobody is called ${name}`);
    return check({ ...slack, channel: general.id });
  };
  return { api, call, click, general };
}

test('a member of the team is known; a guest, a stranger, somebody who left and the bot are refused, each with the reason', async () => {
  const { click } = await practice();
  expect(await click('mara')).toEqual({ person: 'mara' });
  const refusals = { gus: /a guest/, stella: /another organisation/, dana: /deactivated/, staunch: /not a person/ };
  for (const [name, why] of Object.entries(refusals)) {
    expect(await click(name), name).toMatchObject({ refused: expect.stringMatching(why) });
  }
});

test('in a channel shared with another company nobody can act', async () => {
  const { click, general } = await practice();
  general.extShared = true;
  expect(await click('mara')).toMatchObject({ refused: expect.stringContaining('This channel is shared') });
});

test('the bot learns who it is, and a made-up token is refused in words', async () => {
  const { api, call } = await practice();
  expect(await signIn(call, { team: null, program: 'npx staunch' })).toMatchObject({
    ok: true,
    identity: { team: 'T0PRACTICE', botUser: api.workspace.app.botUser, bot: api.workspace.app.botId },
  });
  const stranger = createCall({ botToken: 'xoxb-made-up', apiUrl: `${api.origin}/api/`, redact: (text) => text });
  expect(await signIn(stranger, { team: null, program: 'npx staunch' })).toMatchObject({
    ok: false,
    trouble: expect.stringContaining('refuses the bot token (invalid_auth)'),
    retryAfterMs: null,
  });
});
