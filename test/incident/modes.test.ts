/** What the bot does with credentials that it only watches, guides people with, or asks about. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyBundle } from '../../src/incident/verify/verify-bundle.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { calm, type HandsOff, handsOffWorld } from './hands-off.ts';
import { viewAfter, type World } from './world.ts';

let house: HandsOff;
let world: World;
beforeAll(async () => {
  house = await handsOffWorld();
  world = house.world;
});
afterAll(() => world.close());
beforeEach(() => calm(house));

/** An incident about a role of its own. */
async function declared(kind: string): Promise<{ incident: string; role: string }> {
  const role = randomUUID();
  return { incident: await world.declare({ kind, locator: { role }, value: `secret of ${role}` }), role };
}
const key = recordKey(Buffer.alloc(32, 1)).publicKey;
const verdictOn = async (incident: string) =>
  verifyBundle(
    (await world.desk.bundle(incident)) ?? '',
    { key, witness: [], people: null },
    { personSignature: async () => 'no' },
  );

async function agreed(incident: string) {
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  return world.view(incident);
}

async function saidByHand(incident: string, credential = 'c1') {
  viewAfter(await world.send(incident, 'by-hand', { step: 'strike', credential, reason: 'ran it' }));
  await world.settle();
  return world.view(incident);
}

describe('a kind that is only watched', () => {
  test('opens no gate, makes no call, and waits for a person who is told what would be done', async () => {
    const { incident, role } = await declared('watch');
    const view = await world.view(incident);
    expect(await world.types(incident)).toContain('gate.unneeded');
    expect([view.plans, house.strikes]).toEqual([[], []]);
    expect(view.credentials[0]?.mode).toBe('watch');
    const [waiting] = view.waiting;
    expect(waiting).toMatchObject({ kind: 'by-hand', step: 'strike', credential: 'c1', byHand: null });
    expect(waiting?.what).toContain('only watches watch');
    expect(waiting?.what).toContain(`Lock ${role} out: lock on ${role}`);
    expect((await world.entriesOf(incident, 'step.started')).map(({ data }) => data.step)).not.toContain('strike');
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });

  test('says in its plan step what would be done', async () => {
    const { incident, role } = await declared('watch');
    const summary = (await world.entriesOf(incident, 'step.done')).find(({ data }) => data.step === 'plan')?.body?.summary;
    expect(summary).toContain(`the role ${role} is only watched`);
    expect(summary).toContain(`Lock ${role} out: lock on ${role}`);
  });

  test('is proven once a person ended it and said so', async () => {
    const { incident, role } = await declared('watch');
    house.ended.add(role);
    const view = await saidByHand(incident);
    expect([view.state, view.credentials[0]?.state, view.credentials[0]?.proof.grade]).toEqual(['contained', 'dead', 'by-use']);
    expect(house.strikes).toEqual([]);
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });

  test('is not believed to be ended where it still works', async () => {
    const { incident } = await declared('watch');
    const view = await saidByHand(incident);
    expect([view.state, view.credentials[0]?.state]).toEqual(['open', 'alive']);
    expect(view.waiting).toContainEqual(expect.objectContaining({ kind: 'stuck', step: 'prove' }));
  });

  test('is left out of the plan that people are asked about, beside one that is struck', async () => {
    const { incident, role } = await declared('ask');
    viewAfter(await world.send(incident, 'add-credential', { kind: 'watch', locator: { role: randomUUID() } }));
    await world.settle();
    const asked = await world.view(incident);
    expect(asked.plans.map(({ calls }) => calls.map(({ credential }) => credential))).toEqual([['c1']]);
    const view = await agreed(incident);
    expect(house.strikes).toEqual([`lock ${role}`]);
    expect(view.waiting).toContainEqual(expect.objectContaining({ kind: 'by-hand', step: 'strike', credential: 'c2' }));
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });

  test('is stuck again, without a call, however often somebody retries', async () => {
    const { incident } = await declared('watch');
    viewAfter(await world.send(incident, 'retry', { step: 'strike', credential: 'c1' }));
    await world.settle();
    expect((await world.view(incident)).waiting).toContainEqual(expect.objectContaining({ kind: 'by-hand', step: 'strike' }));
    expect(house.strikes).toEqual([]);
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });

  test('waits for the person also while all calls are stopped: it makes none', async () => {
    const actor = { person: 'ben', account: 'somebody' };
    await world.desk.stop({ provider: null, reason: 'we look first', actor });
    const { incident } = await declared('watch');
    expect((await world.view(incident)).waiting).toContainEqual(expect.objectContaining({ kind: 'by-hand', step: 'strike' }));
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });
});

describe('a kind that people are guided with', () => {
  test('is planned and asked about, then shows the exact command and makes no call', async () => {
    const { incident, role } = await declared('guide');
    expect(house.strikes).toEqual([]);
    const view = await agreed(incident);
    expect(house.strikes).toEqual([]);
    expect(view.waiting).toContainEqual(
      expect.objectContaining({ kind: 'by-hand', step: 'strike', credential: 'c1', byHand: `lock --role ${role}` }),
    );
    expect(view.credentials[0]?.undo).toBeNull();
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });

  test('is proven by use once a person ran it and said so', async () => {
    const { incident, role } = await declared('guide');
    await agreed(incident);
    house.ended.add(role);
    const view = await saidByHand(incident);
    expect([view.state, view.credentials[0]?.state, view.credentials[0]?.proof.grade]).toEqual(['contained', 'dead', 'by-use']);
    expect(house.strikes).toEqual([]);
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });
});

describe('what was pinned and what is configured by now', () => {
  test('a kind that was tightened to guide after people agreed is not struck', async () => {
    const { incident, role } = await declared('ask');
    house.configured.set('ask', 'guide');
    const view = await agreed(incident);
    expect([house.strikes, view.credentials[0]?.mode]).toEqual([[], 'ask']);
    expect(view.waiting).toContainEqual(expect.objectContaining({ kind: 'by-hand', byHand: `lock --role ${role}` }));
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });

  test('a kind that was tightened to watch after people agreed is not struck', async () => {
    const { incident } = await declared('ask');
    house.configured.set('ask', 'watch');
    const view = await agreed(incident);
    expect(house.strikes).toEqual([]);
    expect(view.waiting).toContainEqual(expect.objectContaining({ kind: 'by-hand', byHand: null }));
    expect(await verdictOn(incident)).toMatchObject({ ok: true, faults: [] });
  });

  test('a kind that was loosened stays as it was pinned', async () => {
    const { incident } = await declared('guide');
    house.configured.set('guide', 'ask');
    const view = await agreed(incident);
    expect([house.strikes, view.credentials[0]?.mode]).toEqual([[], 'guide']);
  });

  test('a cut is not taken back by the bot once its kind is only guided', async () => {
    const { incident, role } = await declared('ask');
    await agreed(incident);
    house.configured.set('ask', 'guide');
    viewAfter(await world.send(incident, 'undo', { credential: 'c1', reason: 'wrong role', attestation: { by: 'surface' } }));
    await world.settle();
    expect(house.strikes).toEqual([`lock ${role}`]);
    expect((await world.view(incident)).waiting).toContainEqual(expect.objectContaining({ kind: 'by-hand', credential: 'c1' }));
  });

  test('the mode stands in the record, and the row says the same', async () => {
    const { incident } = await declared('guide');
    expect((await world.entriesOf(incident, 'credential.added'))[0]?.data.mode).toBe('guide');
    expect(await world.db.query('select mode from credential where incident = $1', [incident])).toEqual([{ mode: 'guide' }]);
  });

  test('a row that says more than the record changes nothing', async () => {
    const { incident } = await declared('guide');
    await world.db.query("update credential set mode = 'act' where incident = $1", [incident]);
    await agreed(incident);
    expect(house.strikes).toEqual([]);
  });
});
