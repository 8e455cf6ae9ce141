/** The card tells a value that was destroyed from one that never came, and who closed an incident. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutes, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('a value that was held is destroyed at a time and for a reason, until it is handed in again', async () => {
  const incident = await world.declare({ value: 'hunter2-canary' });
  expect((await world.view(incident)).credentials[0]).toMatchObject({ held: true, destroyed: null });
  await world.forward(minutes(31));
  const gone = (await world.view(incident)).credentials[0];
  expect(gone).toMatchObject({ held: false, destroyed: { at: expect.any(String), why: 'it was held as long as allowed' } });
  await world.send(incident, 'hand-in', { credential: 'c1', value: 'hunter2-canary' });
  expect((await world.view(incident)).credentials[0]).toMatchObject({ held: true, destroyed: null });
});

test('one that never came was not destroyed; a closed incident says who closed it and why', async () => {
  const incident = await world.declare();
  expect(await world.view(incident)).toMatchObject({ closed: null, credentials: [{ held: false, destroyed: null }] });
  await world.send(incident, 'close', { reason: 'a test password' });
  expect((await world.view(incident)).closed).toEqual({ by: 'ana', why: 'a test password' });
});
