import { afterEach, beforeEach, expect, test } from 'vitest';
import { redactArguments } from '../../../../src/surfaces/slack/call/redact-arguments.ts';
import { createCall } from '../../../../src/surfaces/slack/call/web-client.ts';
import { startTinySlack, type TinySlack } from '../connect/tiny-slack.ts';

const redact = (text: string) => text.replaceAll('hunter2', '[redacted]');
let slack: TinySlack;
beforeEach(async () => {
  slack = await startTinySlack();
});
afterEach(() => slack.close());
const call = (method: string, args?: Record<string, unknown>, apiUrl = slack.apiUrl) =>
  createCall({ botToken: 'xoxb-made-up', apiUrl, redact })(method, args);

test('an answer and each sort of refusal are values', async () => {
  expect(await call('chat.postMessage', { channel: 'C0', text: 'x' })).toMatchObject({ ok: true, answer: { ts: '1.1' } });
  const refusals = [
    [
      { ok: false, error: 'channel_not_found' },
      { error: 'channel_not_found', transient: false, retryAfterMs: null },
    ],
    [
      { ok: false, error: 'internal_error' },
      { error: 'internal_error', transient: true },
    ],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { error: 'ratelimited', transient: true, retryAfterMs: 7_000 },
    ],
    [{ status: 429 }, { error: 'ratelimited', transient: true, retryAfterMs: null }],
    [{ status: 503 }, { error: 'http_503', transient: true }],
    [{ status: 404 }, { error: 'http_404', transient: false }],
    [
      { ok: false, error: '<html>a proxy</html>' },
      { error: 'unreadable_answer', transient: true },
    ],
  ] as const;
  for (const [answer, refusal] of refusals) {
    slack.answers.set('users.info', () => answer);
    expect(await call('users.info', { user: 'U0' })).toMatchObject({ ok: false, ...refusal });
  }
  expect(slack.calls.filter(({ method }) => method === 'users.info')).toHaveLength(refusals.length);
});

test('a Slack that is not there is a value, too, and an address instead of a method is not called', async () => {
  expect(await call('auth.test', {}, 'http://127.0.0.1:9/api/')).toEqual({
    ok: false,
    error: 'unreachable',
    transient: true,
    retryAfterMs: null,
  });
  await call(`${slack.apiUrl}auth.test`, {}, slack.apiUrl);
  expect(slack.calls.map(({ method }) => method)).not.toContain('auth.test');
});

test('no text leaves unredacted, however deep; what names things stays', async () => {
  const blocks = [
    { type: 'section', block_id: 'hunter2', text: { type: 'mrkdwn', text: 'the password is hunter2' } },
    { type: 'actions', elements: [{ type: 'button', action_id: 'staunch:approve', value: '{"x":"hunter2"}' }] },
  ];
  await call('chat.postMessage', {
    channel: 'C0',
    text: 'hunter2',
    blocks: JSON.parse(JSON.stringify(blocks)),
    unfurl_links: false,
  });
  const args = slack.calls[0]?.args ?? {};
  expect(args).toMatchObject({ channel: 'C0', text: '[redacted]', unfurl_links: 'false' });
  expect(JSON.parse(String(args.blocks))).toEqual([
    { type: 'section', block_id: 'hunter2', text: { type: 'mrkdwn', text: 'the password is [redacted]' } },
    { type: 'actions', elements: [{ type: 'button', action_id: 'staunch:approve', value: '{"x":"[redacted]"}' }] },
  ]);
});

test('a ring of objects ends, and numbers stay numbers', () => {
  const ring: Record<string, unknown> = { count: 7, list: [1, 'hunter2', null, true] };
  ring.self = ring;
  expect(redactArguments(ring, redact)).toMatchObject({ count: 7, list: [1, '[redacted]', null, true] });
});
