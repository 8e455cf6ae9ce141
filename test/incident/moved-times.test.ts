/** Rows of jobs can be moved by whoever owns the database: nothing is recorded before the time that the record itself gives. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { done, planFor } from './cast.ts';
import { minutes, openWorld, seconds, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.calm());
afterAll(() => world.close());

const moveAll = () => world.db.query("update job set run_at = $1 where status = 'ready'", [world.clock.now()]);
const waiting = async () =>
  (
    await world.db.query<{ ref: string; run_at: Date | string }>(
      "select ref, run_at from job where status = 'ready' and kind <> 'witness' order by ref",
    )
  ).map(({ ref, run_at }) => `${ref} ${new Date(run_at).toISOString()}`);

describe('jobs whose rows were moved to now', () => {
  test('go back to their own times: no limit is called passed, nobody is asked again, no value is destroyed', async () => {
    const incident = await world.declare({ value: randomUUID() });
    await world.forward(seconds(10));
    const [before, jobs] = [await world.types(incident), await waiting()];
    expect(jobs.map((job) => job.replace(/[: ].*/, ''))).toEqual(
      expect.arrayContaining(['ask-again', 'clock-overdue', 'gate-expires', 'leaked', 'stage-warned']),
    );
    await moveAll();
    await world.settle();
    expect(await world.types(incident)).toEqual(before);
    expect(await waiting()).toEqual(jobs);
    expect(world.log.filter(({ message }) => message === 'a job came before its time')).toHaveLength(jobs.length);
  });

  test('a countdown, too, and all of it happens when its time comes', async () => {
    world.cast.script('leak.plan', ({ credentials }) =>
      done({ summary: 'planned', plans: [planFor(credentials, { reversible: false })] }),
    );
    const incident = await world.declare({ value: randomUUID() });
    const plan = (await world.view(incident)).plans[0]?.hash ?? '';
    const said = { verdict: 'alone', plan, reason: 'Nobody else is awake.', attestation: { by: 'surface' } } as const;
    viewAfter(await world.send(incident, 'decide', said));
    await moveAll();
    await world.settle();
    expect(await world.types(incident)).not.toContain('gate.accepted');
    await world.forward(minutes(1));
    expect(await world.types(incident)).toContain('gate.accepted');
    expect(await world.types(incident)).toContain('credential.proved');
  });
});

test('what was put back still happens in its time', async () => {
  const incident = await world.declare({ value: randomUUID() });
  await moveAll();
  await world.forward(minutes(31));
  const destroyed = await world.entriesOf(incident, 'value.destroyed');
  expect(destroyed).toMatchObject([{ at: '2026-11-24T00:30:00.000Z', data: { why: 'it was held as long as allowed' } }]);
  const [overdue] = await world.entriesOf(incident, 'clock.overdue');
  expect(overdue?.at).toBe('2026-11-24T00:15:00.000Z');
});
