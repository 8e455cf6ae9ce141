import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { done, failed, planFor } from './cast.ts';
import { openWorld, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

/** An incident with the credentials c1 and c2, and a plan over both on offer. */
async function twoLeaked(): Promise<string> {
  const incident = await world.declare();
  await world.addCredential(incident, 'c2');
  return incident;
}

async function acceptedByTwo(incident: string): Promise<void> {
  viewAfter(await world.approve(incident, 'ana'));
}

describe('an incident with two credentials', () => {
  test('goes from declared to closed, and both are dead', async () => {
    const incident = await twoLeaked();
    await acceptedByTwo(incident);
    await world.settle();
    const view = await world.view(incident);
    expect(view.credentials.map(({ id, state }) => [id, state])).toEqual([
      ['c1', 'dead'],
      ['c2', 'dead'],
    ]);
    expect(view.state).toBe('contained');
  });
});
