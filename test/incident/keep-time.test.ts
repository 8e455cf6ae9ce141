import { expect, test } from 'vitest';
import { keepTime } from '../../src/incident/keep-time.ts';
import { claim } from '../../src/incident/worker.ts';
import { openWorld } from './world.ts';

const hourMs = 3_600_000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('when time steps, every lease is renewed at once and none is taken from others', async () => {
  const steps = [0, hourMs];
  let looks = 0;
  const time = keepTime({ follow: async () => steps.shift() ?? 0, leaseMs: hourMs, log }, new Set([() => (looks += 1)]));
  await time.look();
  expect([time.takeOver(), looks]).toEqual([true, 0]);
  await time.look();
  expect([time.takeOver(), looks]).toEqual([false, 1]);
});

test('a lease that is over by the clock is taken over, unless time stepped; what nobody holds is claimed all the same', async () => {
  const world = await openWorld();
  await world.declare({ settled: false });
  const held = await claim(world.engine.work);
  world.sleepThrough(hourMs);
  await world.declare({ settled: false });
  const another = await claim(world.engine.work, { takeOver: false });
  const rest: (string | undefined)[] = [];
  for (let taken = another; taken !== null; taken = await claim(world.engine.work, { takeOver: false }))
    rest.push(taken.job.id);
  expect(rest).not.toContain(held?.job.id);
  expect((await claim(world.engine.work))?.job.id).toBe(held?.job.id);
  await world.close();
});
