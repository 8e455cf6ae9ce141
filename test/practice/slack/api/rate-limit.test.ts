import { expect, test } from 'vitest';
import { outcome, startApi } from './api-server.ts';

test('a method of tier 2 takes twenty calls in a standing minute, and one more after three seconds', async () => {
  const { client, clock } = await startApi();
  const list = () => outcomeOrWait(client.users.list({}));
  for (let call = 0; call < 20; call += 1) expect(await list()).toBe('ok');
  expect(await list()).toEqual({ retryAfter: 3 });
  clock.pass(2_000);
  expect(await list()).toEqual({ retryAfter: 1 });
  clock.pass(1_000);
  expect(await list()).toBe('ok');
  expect(await list()).toEqual({ retryAfter: 3 });
});

test('one method’s calls leave another’s alone', async () => {
  const { client } = await startApi();
  for (let call = 0; call < 21; call += 1) await outcomeOrWait(client.users.list({}));
  expect(await outcome(client.conversations.list({}))).toBe('ok');
});

test('a channel takes one message a second after a short burst, whatever others take', async () => {
  const { client, clock, channelNamed } = await startApi();
  const post = (channel: string) => outcomeOrWait(client.chat.postMessage({ channel: channelNamed(channel).id, text: 'now' }));
  for (let call = 0; call < 5; call += 1) expect(await post('general')).toBe('ok');
  expect(await post('general')).toEqual({ retryAfter: 1 });
  expect(await post('security-alerts')).toBe('ok');
  clock.pass(1_000);
  expect(await post('general')).toBe('ok');
  expect(await post('general')).toEqual({ retryAfter: 1 });
});

test('what was one too many is answered 429, with the seconds to wait and nothing done', async () => {
  const { workspace, origin, channelNamed } = await startApi();
  const post = () =>
    fetch(`${origin}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.app.botToken}` },
      body: new URLSearchParams({ channel: channelNamed('general').id, text: 'now' }),
    });
  for (let call = 0; call < 5; call += 1) await (await post()).text();
  const refused = await post();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
  expect(workspace.messages).toHaveLength(5);
});

async function outcomeOrWait(call: Promise<unknown>): Promise<'ok' | { retryAfter: number }> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const { retryAfter } = error as { retryAfter?: number };
    if (retryAfter === undefined) throw error;
    return { retryAfter };
  }
}
