import { expect, test } from 'vitest';
import { createAckTimes } from '../../../../src/surfaces/slack/connect/ack-times.ts';
import { waitMs } from '../../../../src/surfaces/slack/connect/keep-socket.ts';

test('times are summed up as the middle, the slowest hundredth and the slowest, and counted by bound', () => {
  const times = createAckTimes();
  expect(times.summary()).toMatchObject({ count: 0, p50: null, p99: null, max: null });
  for (let ms = 1; ms <= 100; ms += 1) times.add(ms);
  expect(times.summary()).toMatchObject({ count: 100, p50: 50, p99: 99, max: 100 });
  expect(times.summary().within.filter(({ count }) => count > 0)).toEqual([
    { ms: 5, count: 5 },
    { ms: 10, count: 5 },
    { ms: 25, count: 15 },
    { ms: 50, count: 25 },
    { ms: 100, count: 50 },
  ]);
});

test('percentiles are of the latest ones, the slowest of all', () => {
  const times = createAckTimes();
  times.add(5_000);
  for (let count = 0; count < 2_048; count += 1) times.add(1);
  expect(times.summary()).toMatchObject({ count: 2_049, p99: 1, max: 5_000 });
});

test('a connection is tried again at once where the last one worked, then later and later, and as Slack asked', () => {
  expect(waitMs('refresh', 0, 1)).toBe(0);
  expect(waitMs('closed', 1, 1)).toBe(500);
  expect(waitMs('closed', 2, 1)).toBe(650);
  expect(waitMs('closed', 1_000, 1)).toBe(15_000);
  const refused = (error: string, retryAfterMs: number | null = null) => ({
    ok: false as const,
    error,
    retryAfterMs,
    transient: true,
  });
  expect(waitMs(refused('ratelimited', 30_000), 1, 1)).toBe(30_000);
  expect(waitMs(refused('invalid_auth'), 1, 1)).toBe(60_000);
});
