/** One secret at several places, and several secrets at one. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, refusalOf, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

describe('the same secret at a second place', () => {
  test('is one more credential of its incident, and people are asked about both', async () => {
    const value = randomUUID();
    const first = await world.declare({ value });
    const again = await world.declare({ value, public: true, exposedSince: '2026-11-20T00:00:00Z' });
    expect(again).toBe(first);
    const view = await world.view(first);
    expect(view.credentials.map(({ id, state, held }) => [id, state, held])).toEqual([
      ['c1', 'alive', true],
      ['c2', 'alive', true],
    ]);
    expect(view.gate).not.toBeNull();
    expect(new Set(view.plans[0]?.calls.map(({ credential }) => credential))).toEqual(new Set(['c1', 'c2']));
    expect([view.public, view.exposedSince]).toEqual([true, '2026-11-20T00:00:00Z']);
  });

  test('that comes after the first was cut is cut as well, and the first stays dead', async () => {
    const value = randomUUID();
    const incident = await world.declare({ value });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    await world.declare({ value });
    const asked = await world.view(incident);
    expect([asked.state, asked.credentials[0]?.state]).toEqual(['open', 'dead']);
    expect(asked.gate).not.toBeNull();
  });
});

describe('two incidents that rest on one cut', () => {
  test('both hear of it when it is taken back in one of them', async () => {
    const locator = { role: randomUUID() };
    const one = await world.declare({ locator, value: randomUUID() });
    const two = await world.declare({ locator, value: randomUUID() });
    expect(two).not.toBe(one);
    for (const incident of [one, two]) {
      viewAfter(await world.approve(incident, 'ana'));
      await world.settle();
    }
    viewAfter(await world.send(two, 'undo', { credential: 'c1', attestation: { by: 'surface' } }));
    await world.settle();
    const other = await world.view(one);
    expect([other.state, other.credentials[0]?.state]).toEqual(['open', 'unknown']);
    expect(other.alarms[0]?.what).toContain('was taken back in INC-');
  });
});

describe('what a person did by hand', () => {
  test('counts only from somebody of the group that is asked', async () => {
    const incident = await world.declare({ value: randomUUID() });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const said = { step: 'tell-owners', reason: 'told' };
    expect(refusalOf(await world.send(incident, 'by-hand', said, { as: 'cem' }))).toMatchObject({ class: 'forbidden' });
    viewAfter(await world.send(incident, 'by-hand', said, { as: 'ana' }));
  });
});

describe('a step that is over while its credential still works', () => {
  test('is done again as a whole, so that nobody is left without a way to cut it', async () => {
    const incident = await world.declare({ value: randomUUID() });
    viewAfter(await world.send(incident, 'skip', { step: 'contain.gate', reason: 'too early' }));
    await world.settle();
    expect((await world.view(incident)).gate).toBeNull();
    viewAfter(await world.send(incident, 'retry', { step: 'identify' }));
    await world.settle();
    expect((await world.view(incident)).gate).not.toBeNull();
  });

  test('a yes keeps its reason', async () => {
    const incident = await world.declare({ value: randomUUID() });
    const plan = (await world.view(incident)).plans[0]?.hash ?? '';
    const yes = { verdict: 'approve', plan, reason: 'the owner agrees', attestation: { by: 'surface' } } as const;
    viewAfter(await world.send(incident, 'decide', yes));
    expect(await world.entriesOf(incident, 'decision.recorded')).toMatchObject([{ body: { reason: 'the owner agrees' } }]);
  });
});

describe('secrets of a kind that only the value tells apart', () => {
  let tokens: World;
  beforeAll(async () => {
    const place = (_kind: string, locator: Record<string, string>) =>
      ({ hint: 'a token', locator, provider: 'main', concurrency: 4, valueSaysWhich: true }) as const;
    tokens = await openWorld({ place });
  });
  afterAll(() => tokens.close());

  test('never join an incident by their place: a second token is an incident of its own, with or without its value', async () => {
    const locator = { target: 'main' };
    const value = randomUUID();
    const first = await tokens.declare({ locator, value });
    const others = [
      await tokens.declare({ locator }),
      await tokens.declare({ locator }),
      await tokens.declare({ locator, value: randomUUID() }),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    expect(await tokens.declare({ locator, value })).toBe(first);
  });
});
