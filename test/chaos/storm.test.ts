/** A hundred leaks in a storm: three bots killed again and again, the database restarted, a provider that drops and delays. */
import { beforeAll, describe, expect, test } from 'vitest';
import { newest } from '../stories/town.ts';
import { runStorm, type Storm } from './storm/run-storm.ts';
import { type Verdict, verdictOn } from './storm/verdict.ts';

const seed = Number(process.env.STORM_SEED ?? Date.now() % 1_000_000);
/** The product's 15 s, made short enough that what a killed bot held is taken up within the test. */
const leaseMs = 3_000;
const limitMs = 240_000;

describe.skipIf(newest === undefined)(`a storm (seed ${seed})`, () => {
  let storm: Storm;
  let verdict: Verdict;

  beforeAll(async () => {
    const wish = { seed, incidents: 100, kills: 20, databaseRestarts: 2, bots: 3, leaseMs, limitMs };
    storm = await runStorm({ ...wish, version: newest ?? 18, tell: () => undefined });
    verdict = verdictOn(storm);
  }, limitMs + 60_000);

  test('leaves nothing undone, on bots that end only when they are killed', () => {
    expect({ left: storm.unfinished, fell: storm.figures.fell, faults: storm.figures.faults }, storm.said.join('\n')).toEqual({
      left: [],
      fell: 0,
      faults: [],
    });
    expect(storm.figures).toMatchObject({ declared: 100, databaseRestarts: 2 });
    expect(storm.figures.killsAtWork).toBeGreaterThanOrEqual(15);
  });

  test('leaves every step recorded once, every strike made, every approval counted once, and every chain whole', () => {
    expect(verdict.faults.slice(0, 20)).toEqual([]);
    expect(verdict.figures).toMatchObject({ incidents: 100, stepsNotRecordedOnce: 0, secondCallsWithoutProbe: 0 });
    expect({ heldValues: storm.heldValues, deadlocks: storm.deadlocks }).toEqual({ heldValues: 0, deadlocks: 0 });
  });

  test('leaves a bundle of every incident that verifies and replays, with a witness for each', () => {
    expect(storm.audit.faults.slice(0, 20)).toEqual([]);
    expect(storm.audit.verified).toBe(100);
  });

  test('was one: bots went on with what others had begun, and the provider was asked before it was called again', () => {
    expect(verdict.figures.attemptsAfterFirst).toBeGreaterThan(10);
    expect(verdict.figures.doneByProbe).toBeGreaterThan(0);
    expect(verdict.figures.secondCalls).toBeGreaterThan(0);
    expect(verdict.figures.timersFired).toBeGreaterThan(0);
  });
});
