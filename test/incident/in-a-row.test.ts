import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claim, type Taken, work } from '../../src/incident/worker.ts';
import { failed } from './cast.ts';
import { openWorld, viewAfter, type World, worldOn } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const never = new AbortController().signal;
const goingOn = { stop: never, goOn: () => true };

/** The next action that is due, in hand; whatever else is due before it is done. */
async function taken(): Promise<Taken> {
  const next = await claim(world.engine.work);
  if (next === null) throw new Error('Nothing is due.');
  if (next.job.kind === 'action') return next;
  await work(world.engine.work, next, goingOn);
  return taken();
}

const unfinished = async (incident: string) =>
  world.db.query("select ref, status, slot from job where incident = $1 and kind = 'action' and status <> 'done'", [incident]);

describe('a worker that may go on', () => {
  test('does what follows in its incident without another claim, until people are asked', async () => {
    const incident = await world.declare({ settled: false });
    await work(world.engine.work, await taken(), goingOn);
    expect(world.cast.called()).toEqual(['credential.identify c1', 'credential.probe c1', 'leak.plan']);
    expect((await world.view(incident)).gate).not.toBeNull();
    expect(await unfinished(incident)).toEqual([]);
  });

  test('records each attempt in the transaction that records the answer before it, and before its call', async () => {
    const incident = await world.declare({ settled: false });
    const begun: number[] = [];
    world.cast.script('credential.probe', async () => {
      begun.push((await world.entriesOf(incident, 'step.started')).length);
      return failed('fatal', 'no');
    });
    await work(world.engine.work, await taken(), goingOn);
    expect(begun).toEqual([2]);
    const told = (await world.entries(incident)).filter((entry) => entry.type === 'step.done' || entry.type === 'step.started');
    expect(told.map(({ type, data }) => `${type} ${data.step}`)).toEqual([
      'step.started identify',
      'step.done identify',
      'step.started probe',
    ]);
    // One turn: its entries share the key of the answer.
    const keys = await world.db.query("select dedupe from entry where incident = $1 and dedupe like '%:end' order by seq", [
      incident,
    ]);
    const ofIdentify = keys.filter(({ dedupe }) => String(dedupe).includes(String(told[0]?.data.job)));
    expect(ofIdentify.length).toBeGreaterThanOrEqual(2);
    const [probing] = await world.db.query('select dedupe from entry where incident = $1 and seq = $2', [
      incident,
      told[2]?.seq,
    ]);
    expect(ofIdentify).toContainEqual(probing);
  });

  test('ends when it is told to, and leaves the next job to whoever comes', async () => {
    const incident = await world.declare({ settled: false });
    await work(world.engine.work, await taken(), { ...goingOn, goOn: () => false });
    expect(world.cast.called()).toEqual(['credential.identify c1']);
    expect(await unfinished(incident)).toEqual([{ ref: 'probe', status: 'ready', slot: null }]);
  });

  test('looks what else is due after sixteen jobs in a row', async () => {
    const incident = await world.declare({ settled: false });
    for (let place = 2; place <= 20; place += 1) {
      const locator = { role: randomUUID() };
      viewAfter(await world.send(incident, 'add-credential', { kind: 'password', locator }));
    }
    await work(world.engine.work, await taken(), goingOn);
    expect(world.cast.called()).toHaveLength(16);
    await world.settle();
    expect(world.cast.called('credential.identify')).toHaveLength(20);
  });

  test('begins no strike that nobody agreed to: the next claim refuses it and raises the alarm', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    // The agreed plan names c1 alone; c2 came later by the back door.
    await world.db.query("update job set status = 'cancelled' where incident = $1 and kind = 'action'", [incident]);
    await world.db.query(
      `insert into job (id, incident, kind, ref, credential, action, provider, status, run_at)
       values ($1, $2, 'action', 'identify', 'c1', 'credential.identify', '', 'ready', $3),
              ($4, $2, 'action', 'strike', 'c2', 'credential.strike', '', 'ready', $3)`,
      [randomUUID(), incident, world.clock.now(), randomUUID()],
    );
    world.cast.calls.length = 0;
    for (let claimed = await claim(world.engine.work); claimed !== null; claimed = await claim(world.engine.work)) {
      await work(world.engine.work, claimed, goingOn);
    }
    expect(world.cast.called()).toEqual([]);
    expect((await world.view(incident)).alarms).toHaveLength(2);
  });
});

describe('what a bot remembers of an incident', () => {
  test('gives way to what another bot did meanwhile', async () => {
    const other = worldOn(world.db, { twin: world });
    const incident = await world.declare();
    viewAfter(await other.approve(incident, 'ana'));
    const late = await world.approve(incident, 'ben');
    expect(late).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('Already decided') } });
    await other.settle();
    expect((await world.view(incident)).state).toBe('contained');
  });

  test('gives way to the database when a turn was not committed', async () => {
    const incident = await world.declare();
    const whole = world.engine.work.db.transaction;
    const before = await world.types(incident);
    // The commit fails after everything was decided and written.
    world.engine.work.db.transaction = (inside) =>
      whole(async (query, later) => {
        await inside(query, later);
        throw new Error('the connection broke');
      });
    await expect(world.approve(incident, 'ana')).rejects.toThrow('the connection broke');
    world.engine.work.db.transaction = whole;
    expect(await world.types(incident)).toEqual(before);
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect((await world.view(incident)).state).toBe('contained');
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1']);
  });
});
