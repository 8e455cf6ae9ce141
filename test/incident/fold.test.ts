import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fold } from '../../src/incident/fold/fold.ts';
import { viewOf } from '../../src/incident/view-of.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { Entry } from '../../src/timeline/entry.ts';
import { failed } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { minutes, openWorld, viewAfter, type World } from './world.ts';

const playbook = readPlaybook(drill, 'drill.yml');
let world: World;
/** A long life: two credentials, a refused gate, an expired one, a failed and a stuck strike, an undo, the end. */
let life: Entry[];
beforeAll(async () => {
  world = await openWorld();
  const incident = await world.declare({ value: 'correct-horse-battery' });
  await world.addCredential(incident, 'c2');
  viewAfter(await world.reject(incident, 'ben'));
  viewAfter(await world.send(incident, 'retry', { step: 'contain.gate' }));
  await world.settle();
  await world.forward(minutes(4));
  world.cast.scriptFor('credential.strike', 'c2', failed('retryable', 'busy'), failed('fatal', 'broken'));
  viewAfter(await world.approve(incident, 'ana'));
  await world.forward(minutes(1));
  viewAfter(await world.send(incident, 'retry', { step: 'strike', credential: 'c2' }));
  await world.settle();
  viewAfter(await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } }));
  await world.settle();
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  await world.send(incident, 'note', { text: 'Nearly done.' });
  for (const step of ['look-around', 'tell-owners']) viewAfter(await world.send(incident, 'by-hand', { step }));
  await world.settle();
  life = await world.entries(incident);
});
afterAll(() => world.close());

describe('the record of a long incident', () => {
  test('really is one', () => {
    const seen = new Set<string>(life.map(({ type }) => type));
    for (const type of [
      'gate.expired',
      'step.failed',
      'step.stuck',
      'credential.undone',
      'incident.reopened',
      'incident.closed',
    ]) {
      expect(seen).toContain(type);
    }
    expect(life.length).toBeGreaterThan(100);
  });

  test('folds up to any of its entries, and gives a card each time', () => {
    for (let length = 1; length <= life.length; length += 1) {
      expect(() => viewOf(fold(life.slice(0, length)), playbook, 1)).not.toThrow();
    }
  });

  test('folds even where bodies were purged and entries are missing', () => {
    const [first, ...rest] = life;
    fc.assert(
      fc.property(fc.subarray(rest), fc.infiniteStream(fc.boolean()), (kept, coins) => {
        const purged = kept.map((entry) => (coins.next().value ? ({ ...entry, body: null } as Entry) : entry));
        viewOf(fold([first as Entry, ...purged]), playbook, 1);
      }),
      { numRuns: 60 },
    );
  });

  test('says at its end what the rows say, too', async () => {
    const state = fold(life);
    const [row] = await world.db.query('select status from incident where id = $1', [life[0]?.incident]);
    expect(row?.status).toBe(state.status);
    const rows = await world.db.query<{ id: string; state: string }>(
      'select id, state from credential where incident = $1 order by id',
      [life[0]?.incident],
    );
    expect(rows.map(({ id, state: known }) => [id, known])).toEqual(
      [...state.credentials.values()].map((credential) => [credential.record.id, credential.state]),
    );
  });

  test('needs its declaration to begin with', () => {
    expect(() => fold(life.slice(1))).toThrow('An incident begins with its declaration.');
  });
});
