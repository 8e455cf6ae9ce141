/** The hourly budget of strikes: over all bots, counted once a strike, raised by a person for a while. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { failed } from '../../src/incident/action.ts';
import { usualStrikesPerHour } from '../../src/incident/budget.ts';
import type { Raised } from '../../src/incident/order.ts';
import { verifyBundle } from '../../src/incident/verify/verify-bundle.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { midnight, minutes, openWorld, viewAfter, type World, worldOn } from './world.ts';

const perHour = 3;
let world: World;
let twin: World;

beforeAll(async () => {
  world = await openWorld({ strikesPerHour: perHour });
  twin = worldOn(world.db, { twin: world, strikesPerHour: perHour });
});
afterEach(() => world.calm());
afterAll(() => world.close());

const struck = () => world.cast.called('credential.strike').length;
const raise = (more: { perHour?: number; forMs?: number; as?: string | null; reason?: string } = {}): Promise<Raised> =>
  twin.desk.raiseBudget({
    perHour: more.perHour ?? 5,
    forMs: more.forMs ?? minutes(60),
    reason: more.reason ?? 'five keys leaked',
    actor: { person: more.as === undefined ? 'ana' : more.as, account: 'somebody' },
  });

/** Leaks one after the other, each approved; every other one is worked on by the other bot. */
async function leaks(count: number): Promise<string[]> {
  const incidents: string[] = [];
  for (let place = 0; place < count; place += 1) {
    const bot = place % 2 === 0 ? world : twin;
    const incident = await bot.declare();
    viewAfter(await bot.approve(incident, 'ana'));
    await bot.settle();
    incidents.push(incident);
  }
  return incidents;
}
const last = (incidents: string[]) => incidents.at(-1) ?? '';
const stuckOf = async (incident: string) => (await world.view(incident)).waiting.filter(({ kind }) => kind === 'stuck');

describe('the strike beyond the budget', () => {
  test('is not begun by any bot: its step is stuck and says how many were begun, when the next is free, and what to do', async () => {
    const incidents = await leaks(perHour + 1);
    expect(struck()).toBe(perHour);
    const [stuck] = await stuckOf(last(incidents));
    expect(stuck).toMatchObject({ step: 'strike', credential: 'c1' });
    expect(stuck?.what).toContain('The hourly budget of 3 strikes is used up (3 were begun within the last hour, by all bots');
    expect(stuck?.what).toContain('free at 01:00:00 UTC');
    expect(stuck?.what).toContain('Nothing was called');
    expect(stuck?.what).toContain('staunch budget --raise');
    const started = await world.entriesOf(last(incidents), 'step.started');
    expect(started.filter(({ data }) => data.step === 'strike')).toEqual([]);
    expect(await world.desk.budget()).toMatchObject({ used: 3, perHour: 3, left: 0, freeAt: '2026-11-24T01:00:00.000Z' });
  });

  test('goes on by retry once the oldest has left the hour, and not a moment before', async () => {
    const incidents = await leaks(perHour + 1);
    const retry = () => world.send(last(incidents), 'retry', { step: 'strike', credential: 'c1' });
    await world.forward(minutes(60) - 1);
    viewAfter(await retry());
    await world.settle();
    expect(struck()).toBe(perHour);
    await world.forward(1);
    expect(await world.desk.budget()).toMatchObject({ used: 0, left: 3, freeAt: null });
    viewAfter(await retry());
    await world.settle();
    expect(struck()).toBe(perHour + 1);
    expect((await world.view(last(incidents))).credentials).toMatchObject([{ state: 'dead' }]);
  });

  test('may be done by hand: it is proven as always', async () => {
    const incidents = await leaks(perHour + 1);
    viewAfter(await world.send(last(incidents), 'by-hand', { step: 'strike', credential: 'c1', reason: 'psql' }));
    await world.settle();
    expect((await world.view(last(incidents))).credentials).toMatchObject([{ state: 'dead' }]);
    expect(struck()).toBe(perHour);
  });

  test('leaves a record that verifies', async () => {
    const incidents = await leaks(perHour + 1);
    await raise();
    viewAfter(await world.send(last(incidents), 'retry', { step: 'strike', credential: 'c1' }));
    await world.settle();
    const bundle = (await world.desk.bundle(last(incidents))) ?? '';
    const given = { key: recordKey(Buffer.alloc(32, 1)).publicKey, witness: [], people: null };
    const verdict = await verifyBundle(bundle, given, { personSignature: async () => 'nobody signs here' });
    expect(verdict.faults).toEqual([]);
  });
});

describe('what counts', () => {
  test('a strike that is tried again is one', async () => {
    const trouble = failed('retryable', 'the server is busy');
    world.cast.script('credential.strike', trouble, trouble);
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    await world.forward(minutes(5));
    expect(struck()).toBeGreaterThan(2);
    expect(await world.desk.budget()).toMatchObject({ used: 1 });
  });

  test('a strike in parts is one', async () => {
    const again = { kind: 'again', inMs: 20_000, progress: { part: 1 }, summary: 'drains' } as const;
    world.cast.script('credential.strike', again, again);
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    await world.forward(minutes(1));
    expect(struck()).toBe(3);
    expect(await world.desk.budget()).toMatchObject({ used: 1 });
  });

  test('an undo is never held back, and takes nothing', async () => {
    const [first = ''] = await leaks(perHour);
    viewAfter(await world.send(first, 'undo', { credential: 'c1', attestation: { by: 'surface' } }));
    await world.settle();
    expect(world.cast.called('credential.undo')).toEqual(['credential.undo c1']);
    expect(await world.desk.budget()).toMatchObject({ used: perHour });
  });

  test('what nobody agreed to takes nothing', async () => {
    const incident = await world.declare();
    viewAfter(await world.reject(incident, 'dia'));
    await world.settle();
    expect(await world.desk.budget()).toMatchObject({ used: 0, left: perHour });
  });

  test('of several credentials struck at once, those beyond the budget are stuck and the others proven', async () => {
    const incident = await world.declare({ settled: false });
    for (const id of ['c2', 'c3', 'c4']) await world.addCredential(incident, id);
    await world.settle();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect(struck()).toBe(perHour);
    expect(await stuckOf(incident)).toHaveLength(1);
    await raise();
    viewAfter(await world.send(incident, 'retry', { step: 'strike' }));
    await world.settle();
    expect(struck()).toBe(perHour + 1);
    expect((await world.view(incident)).state).toBe('contained');
  });
});

describe('a raise', () => {
  test('counts for every bot until it is over, and stands in every open incident', async () => {
    const incidents = await leaks(perHour + 1);
    expect(await raise({ perHour: 5, forMs: minutes(30) })).toMatchObject({
      ok: true,
      budget: { used: 3, perHour: 5, left: 2, freeAt: null, raised: { perHour: 5, by: 'ana', reason: 'five keys leaked' } },
    });
    const until = new Date(midnight.getTime() + minutes(30)).toISOString();
    for (const incident of incidents) {
      expect(await world.entriesOf(incident, 'budget.raised')).toMatchObject([
        { actor: 'person:ana', data: { perHour: 5, until, person: 'ana' }, body: { reason: 'five keys leaked' } },
      ]);
    }
    viewAfter(await world.send(last(incidents), 'retry', { step: 'strike', credential: 'c1' }));
    await world.settle();
    expect(struck()).toBe(4);

    world.sleepThrough(minutes(30));
    expect(await world.desk.budget()).toMatchObject({ used: 4, perHour: 3, left: 0, raised: null });
    const late = await leaks(1);
    expect(await stuckOf(last(late))).toHaveLength(1);
  });

  test('is given by those whom a playbook asks, and by nobody else', async () => {
    for (const as of ['eve', 'nobody-known', null]) {
      const refused = await raise({ as });
      expect(refused).toMatchObject({ ok: false, refusal: { class: 'forbidden' } });
    }
    expect(await world.desk.budget()).toMatchObject({ perHour: 3, raised: null });
  });

  test('to no more than there is anyway is refused', async () => {
    const refused = await raise({ perHour: 3 });
    expect(refused).toMatchObject({ ok: false, refusal: { class: 'usage' } });
    if (!refused.ok) expect(refused.refusal.message).toContain('3 strikes an hour without any raise');
  });

  test('whose reason is purged keeps it nowhere', async () => {
    const incident = await world.declare();
    await raise({ reason: 'the key of the shop' });
    const [entry] = await world.entriesOf(incident, 'budget.raised');
    viewAfter(await world.send(incident, 'purge', { entry: entry?.seq ?? 0, reason: 'names a customer' }));
    expect((await world.desk.budget()).raised?.reason).toBe('[purged]');
  });
});

test('without anything else said, twenty may be begun', () => {
  expect(usualStrikesPerHour).toBe(20);
});
