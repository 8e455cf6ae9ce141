import { expect, test } from 'vitest';
import type { Answer } from '../../../../src/surfaces/slack/call/web-client.ts';
import { keepSignedIn } from '../../../../src/surfaces/slack/connect/keep-signed-in.ts';

const good: Answer = {
  ok: true,
  answer: { team_id: 'T0HOME', user_id: 'U0BOT', bot_id: 'B0BOT', url: 'https://home.slack.example/' },
};
const refused: Answer = { ok: false, error: 'token_revoked', retryAfterMs: null, transient: false };

test('a token that is revoked while the bot runs is told once, and again all is well when it works again', async () => {
  const answers = [good, refused, refused, good];
  const told: string[] = [];
  const stop = new AbortController();
  const seen: (string | null)[] = [];
  const ended = Promise.withResolvers<void>();
  const session = keepSignedIn(
    {
      call: async () => {
        seen.push(seen.length === 0 ? null : session.trouble());
        if (seen.length > answers.length) ended.resolve();
        return answers[seen.length - 1] ?? good;
      },
      team: null,
      program: 'npx staunch',
      log: { info: () => undefined, error: (_fields, message) => void told.push(message) },
      lookAgainMs: 1,
    },
    stop.signal,
  );
  await session.identity;
  await ended.promise;
  stop.abort();
  expect(session.current()).toEqual({ team: 'T0HOME', botUser: 'U0BOT', bot: 'B0BOT', url: 'https://home.slack.example/' });
  expect(seen.map((trouble) => trouble !== null)).toEqual([false, false, true, true, false]);
  expect(told).toEqual([expect.stringContaining('refuses the bot token (token_revoked)')]);
});
