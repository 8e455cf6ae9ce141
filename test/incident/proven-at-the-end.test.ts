/** A playbook may end with the proof itself: then the incident is contained before it is closed. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyBundle } from '../../src/incident/verify/verify-bundle.ts';
import { failed } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { openWorld, viewAfter, type World } from './world.ts';

const short = drill.slice(0, drill.indexOf('    next: { together')).concat('    next: end\n');

let world: World;
beforeAll(async () => {
  world = await openWorld({ playbook: short });
});
afterAll(() => world.close());

async function faults(incident: string): Promise<string[]> {
  const bundle = (await world.desk.bundle(incident)) ?? '';
  const given = { key: world.engine.desk.recordKey, witness: [], people: null };
  return (await verifyBundle(bundle, given, { personSignature: async () => 'nobody' })).faults.map(({ what }) => what);
}

test.each(['by the bot', 'by hand'])('%s: contained, closed, no alarm, and the record verifies', async (how) => {
  const incident = await world.declare({ value: randomUUID() });
  if (how === 'by hand') world.cast.script('credential.prove', failed('fatal', 'no'));
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  if (how === 'by hand') viewAfter(await world.send(incident, 'by-hand', { step: 'prove' }, { as: 'ana' }));
  const view = await world.view(incident);
  expect(view).toMatchObject({ state: 'closed', alarms: [] });
  expect(view.containedAt).not.toBeNull();
  const types = await world.types(incident);
  expect(types.indexOf('incident.contained')).toBeLessThan(types.indexOf('incident.closed'));
  expect(types).toContain('incident.contained');
  expect(await faults(incident)).toEqual([]);
});
