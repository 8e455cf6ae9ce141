/** The benches run, stay bounded and say what they measured. How fast anything is, no test asks. */
import { describe, expect, test } from 'vitest';
import { available } from '../servers/postgres.ts';
import { bench, figuresOf } from './shape.ts';

describe.skipIf(!available(15))('a bench with tiny counts', () => {
  test('engine sets ours beside pg-boss and DBOS, and counts what a job costs', async () => {
    const { bench: name, rows, machine } = await figuresOf('engine');
    expect(name).toBe('engine');
    expect(machine.postgres).toMatch(/^PostgreSQL \d+/);
    expect(rows.map((row) => `${row.name} | ${row.peer}`)).toEqual([
      'jobs finished, 2 workers | pg-boss, batch 1, 2 fetchers',
      'jobs finished, 2 workers | DBOS, 2 workflows at once',
      'round trips a job, 2 workers | pg-boss, batch 1, 2 fetchers',
      'commits a job, 2 workers | pg-boss, batch 1, 2 fetchers',
    ]);
    for (const row of rows) {
      expect(row.note, row.name).toBeUndefined();
      expect(row.ratio, row.name).toBeCloseTo((row.value ?? 0) / (row.peerValue ?? 0), 2);
    }
    // pg-boss commits a fetch and a complete for each job: a counter that counts something else would not see two.
    expect(rows[3]?.peerValue).toBeGreaterThanOrEqual(2);
    expect(rows[3]?.peerValue).toBeLessThan(3);
  });

  test('contain sets the wall beside the time that the provider alone takes, on both databases', async () => {
    const { rows, told } = await figuresOf('contain');
    // Progress goes to standard error: standard output is one JSON object, or it would not have been read.
    expect(told).toMatch(/4 credentials, 2 at once, embedded database: [\d.]+ s, ideal 0\.4 s/);
    expect(rows.map(({ name, peer, peerValue, unit }) => ({ name, peer, peerValue, unit }))).toEqual([
      { name: '4 credentials, 2 at once, PostgreSQL', peer: 'ideal', peerValue: 0.4, unit: 's' },
      { name: '4 credentials, 2 at once, embedded database', peer: 'ideal', peerValue: 0.4, unit: 's' },
    ]);
    // Below the ideal something was not done, or more at once than the provider takes. Timers may be a little early.
    for (const row of rows) expect(row.ratio, row.note).toBeGreaterThan(0.97);
  });
});

describe.skipIf(!available(15))('slack-ack with tiny counts', () => {
  test('sets acknowledgements beside those of a bare Bolt app, and loses and doubles nothing', async () => {
    const { rows } = await figuresOf('slack-ack');
    const figureOf = (name: string) => rows.find((row) => row.name === name)?.value;
    expect(rows.map(({ peer }) => peer)).toEqual(Array(rows.length).fill('Bolt, acknowledging only'));
    expect(figureOf('lost')).toBe(0);
    expect(figureOf('doubled')).toBe(0);
    expect(figureOf('not acknowledged, at a burst of 10')).toBe(0);
    // Slack gives up after three seconds.
    expect(figureOf('acknowledged, max, at a burst of 10')).toBeLessThan(3_000);
  });
});

test('a bench that does not exist is refused, with those that do', async () => {
  await expect(bench('speed')).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('engine|contain'),
  });
});
