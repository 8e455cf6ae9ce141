import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failed } from './cast.ts';
import { openWorld, refusalOf, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

describe('nothing passes without somebody who answers for it', () => {
  test('a decision is left out only by a named person', async () => {
    const incident = await world.declare();
    const skip = { step: 'contain.gate', reason: 'we wait for the owner' };
    expect(refusalOf(await world.send(incident, 'skip', skip, { as: null }))).toMatchObject({ class: 'forbidden' });
    viewAfter(await world.send(incident, 'skip', skip, { as: 'ana' }));
    expect((await world.view(incident)).gate).toBeNull();
  });

  test('an incident that is walked to its end with a living credential closes with an alarm', async () => {
    const incident = await world.declare({ value: randomUUID() });
    viewAfter(await world.send(incident, 'skip', { step: 'contain.gate', reason: 'the owner takes the risk' }));
    for (let steps = 0; steps < 20; steps += 1) {
      await world.settle();
      const view = await world.view(incident);
      const next = view.waiting.find(({ kind }) => kind === 'by-hand' || kind === 'stuck');
      if (next?.step == null) break;
      viewAfter(await world.send(incident, 'skip', { step: next.step, reason: 'left out' }));
    }
    const view = await world.view(incident);
    expect(view.state).toBe('closed');
    expect(view.credentials[0]?.state).toBe('alive');
    expect(view.alarms.map(({ what }) => what)).toEqual([
      'The playbook was walked to its end, but not every credential is proven cut off. It may still work.',
    ]);
  });

  test('an undo that is under way is not begun a second time', async () => {
    const incident = await world.declare({ value: randomUUID() });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const undo = { credential: 'c1', attestation: { by: 'surface' } } as const;
    viewAfter(await world.send(incident, 'undo', undo));
    expect(refusalOf(await world.send(incident, 'undo', undo, { as: 'ben' })).message).toContain(
      'ana has already asked for it',
    );
    await world.settle();
    expect(world.cast.called('credential.undo')).toEqual(['credential.undo c1']);
  });

  test('a detection that is still to come is refused', async () => {
    const detectedAt = new Date(world.clock.now().getTime() + 120_000).toISOString();
    await expect(world.declare({ detectedAt })).rejects.toThrow('that is still to come');
  });

  test('an attempt that never answers is not begun for ever', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.db.query("update job set attempts = 10 where incident = $1 and ref = 'strike'", [incident]);
    world.cast.script('credential.strike', failed('fatal', 'not reached'));
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect((await world.view(incident)).waiting.find(({ kind }) => kind === 'stuck')?.what).toContain(
      'it was begun 10 times without an answer',
    );
  });
});
