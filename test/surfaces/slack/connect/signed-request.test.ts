import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSignatureCheck } from '../../../../src/surfaces/slack/connect/signed-request.ts';

const secret = 'made-up-signing-secret';
const now = new Date('2026-11-25T03:12:00.000Z');
const plus = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

function signed(seconds: number, body = 'payload=1', key = secret) {
  const timestamp = String(Math.floor(plus(seconds).getTime() / 1_000));
  const signature = `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return { timestamp, signature, body: Buffer.from(body) };
}

test.each([
  ['of now', 0, 'genuine'],
  ['nearly five minutes old', -299, 'genuine'],
  ['more than five minutes old', -301, 'old'],
  ['nearly a minute ahead', 60, 'genuine'],
  ['more than a minute ahead', 61, 'future'],
  ['of tomorrow', 86_400, 'future'],
])('a request %s is %s', (_what, seconds, verdict) => {
  expect(createSignatureCheck(secret).check(signed(seconds as number), now)).toBe(verdict);
});

test('another secret, another body, another time and what is no signature at all are forged', () => {
  const { check } = createSignatureCheck(secret);
  const good = signed(0);
  expect(check(signed(0, 'payload=1', 'other'), now)).toBe('forged');
  expect(check({ ...good, body: Buffer.from('payload=2') }, now)).toBe('forged');
  expect(check({ ...good, timestamp: String(Number(good.timestamp) + 1) }, now)).toBe('forged');
  for (const signature of ['', 'v0=', good.signature.slice(0, -1), good.signature.replace('v0', 'v1'), `${good.signature}0`])
    expect(check({ ...good, signature }, now)).toBe('forged');
  for (const timestamp of ['', 'NaN', '-1', '1e9', ' 1', '9'.repeat(13)])
    expect(check({ ...good, timestamp }, now)).toBe('forged');
  expect(check({ ...good, signature: undefined }, now)).toBe('unsigned');
  expect(check({ ...good, timestamp: undefined }, now)).toBe('unsigned');
});

test('the same request is taken once for as long as it is young enough to be taken at all', () => {
  const { check } = createSignatureCheck(secret);
  const ahead = signed(60);
  expect(check(ahead, now)).toBe('genuine');
  for (const later of [0, 60, 359]) expect(check(ahead, plus(later))).toBe('replayed');
  expect(check(ahead, plus(361))).toBe('old');
});

test('nobody can burn a signature or fill the memory without the secret', () => {
  const { check } = createSignatureCheck(secret, 2);
  const first = signed(0, 'a');
  expect(check({ ...first, body: Buffer.from('b') }, now)).toBe('forged');
  for (let count = 0; count < 10; count += 1) check(signed(0, String(count), 'other'), now);
  expect(check(first, now)).toBe('genuine');
});

test('more than can be told apart is turned away until there is room again', () => {
  const { check } = createSignatureCheck(secret, 2);
  expect(['a', 'b', 'c'].map((body) => check(signed(0, body), now))).toEqual(['genuine', 'genuine', 'busy']);
  expect(check(signed(0, 'a'), now)).toBe('replayed');
  expect(check(signed(601, 'c'), plus(601))).toBe('genuine');
});
