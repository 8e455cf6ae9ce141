import { expect, test } from 'vitest';
import { keepTime } from '../../src/incident/keep-time.ts';
import { claim } from '../../src/incident/worker.ts';
import { minutes, openWorld, viewAfter } from './world.ts';

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

test('the record of an incident never goes back in time, and its timers still come', async () => {
  const world = await openWorld();
  const incident = await world.declare();
  world.sleepThrough(-hourMs);
  viewAfter(await world.send(incident, 'note', { text: 'the clock was set' }));
  await world.forward(hourMs + minutes(4));
  const told = await world.entries(incident);
  const times = told.map(({ at }) => at);
  expect(times).toEqual([...times].sort());
  expect(told.map(({ type }) => type)).toContain('gate.expired');
  await world.close();
});
