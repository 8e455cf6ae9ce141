import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { again, done, failed, planFor } from './cast.ts';
import { midnight, minutes, openWorld, refusalOf, seconds, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

/** When what is named happened, as seconds since midnight. */
async function times(incident: string, ...types: string[]): Promise<[string, number][]> {
  return (await world.entries(incident))
    .filter(({ type }) => types.includes(type))
    .map(({ type, at, data }) => [
      'stage' in data && data.stage !== undefined ? `${type} ${data.stage}` : type,
      (Date.parse(at) - midnight.getTime()) / 1_000,
    ]);
}

const accept = async (incident: string) => {
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
};

describe('the limit of a stage', () => {
  test('warns at three quarters and is over at its end, counted from the start of the stage', async () => {
    world.cast.script('credential.identify', again(minutes(4), null, 'still looking'));
    const incident = await world.declare();
    await world.forward(minutes(3));
    expect(await times(incident, 'stage.warned', 'stage.overdue')).toEqual([
      ['stage.warned identify', 90],
      ['stage.overdue identify', 120],
    ]);
    await world.forward(minutes(1) + minutes(5));
    expect((await times(incident, 'stage.warned', 'stage.overdue')).slice(2)).toEqual([
      ['stage.warned contain', 240 + 225],
      ['stage.overdue contain', 240 + 300],
    ]);
  });

  test('aborts nothing: an overdue step goes on and finishes', async () => {
    world.cast.script('credential.identify', again(minutes(4), null, 'still looking'));
    const incident = await world.declare();
    await world.forward(minutes(3));
    expect((await world.view(incident)).stages[0]).toMatchObject({ id: 'identify', state: 'running' });
    await world.forward(minutes(1));
    expect((await world.view(incident)).stages[0]).toMatchObject({ id: 'identify', state: 'done' });
  });

  test('says nothing about a stage that was done in time', async () => {
    const incident = await world.declare();
    await accept(incident);
    await world.forward(minutes(5));
    expect(await times(incident, 'stage.warned', 'stage.overdue')).toEqual([]);
  });

  test('counts for each of the stages that run together', async () => {
    const incident = await world.declare();
    await accept(incident);
    viewAfter(await world.send(incident, 'by-hand', { step: 'tell-owners' }));
    await world.forward(minutes(8));
    expect(await times(incident, 'stage.warned', 'stage.overdue')).toEqual([
      ['stage.warned look', 360],
      ['stage.overdue look', 480],
    ]);
  });
});

describe('the clock of an incident', () => {
  test('warns at three quarters and is over at its end, counted from detection', async () => {
    const detectedAt = new Date(midnight.getTime() - minutes(5)).toISOString();
    const incident = await world.declare({ detectedAt });
    expect((await world.view(incident)).deadline).toBe('2026-11-24T00:10:00.000Z');
    await world.forward(minutes(20));
    expect(await times(incident, 'clock.warned', 'clock.overdue')).toEqual([
      ['clock.warned', 675 - 300],
      ['clock.overdue', 600],
    ]);
  });

  test('is over at once for what was detected twenty minutes ago, and everything is still done', async () => {
    const detectedAt = new Date(midnight.getTime() - minutes(20)).toISOString();
    const incident = await world.declare({ detectedAt });
    expect(await times(incident, 'clock.warned', 'clock.overdue')).toEqual([
      ['clock.warned', 0],
      ['clock.overdue', 0],
    ]);
    await accept(incident);
    expect((await world.view(incident)).state).toBe('contained');
  });

  test('is stopped by containment', async () => {
    const incident = await world.declare();
    await accept(incident);
    await world.forward(minutes(60));
    expect(await times(incident, 'clock.warned', 'clock.overdue')).toEqual([]);
  });

  test('goes on counting from detection when a strike is taken back', async () => {
    const incident = await world.declare();
    await accept(incident);
    await world.forward(minutes(14));
    viewAfter(await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } }));
    await world.settle();
    expect(await times(incident, 'incident.contained', 'incident.reopened', 'clock.warned')).toEqual([
      ['incident.contained', 0],
      ['incident.reopened', 840],
      ['clock.warned', 840],
    ]);
    await world.forward(minutes(1));
    expect(await times(incident, 'clock.overdue')).toEqual([['clock.overdue', 900]]);
  });
});

describe('taking a strike back', () => {
  test('opens the incident again and goes back to the start of the planning', async () => {
    const incident = await world.declare();
    await accept(incident);
    expect((await world.view(incident)).credentials[0]?.undo).not.toBeNull();
    viewAfter(await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } }));
    await world.settle();
    const view = await world.view(incident);
    expect(view.state).toBe('open');
    expect(view.stages.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'identify done',
      'contain waiting',
      'look pending',
      'tell pending',
      'write pending',
    ]);
    expect(view.credentials[0]).toMatchObject({
      state: 'alive',
      cutOffAt: null,
      undo: null,
      proof: { grade: null, after: null },
    });
    expect(view.waiting.map(({ kind }) => kind)).toEqual(['gate']);
  });

  test('asks a person when its target is not what was struck, and changes nothing else', async () => {
    const incident = await world.declare();
    await accept(incident);
    world.cast.script('credential.undo', failed('replan', 'The role was recreated.'));
    viewAfter(await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } }));
    await world.settle();
    const view = await world.view(incident);
    expect(view.state).toBe('contained');
    expect(view.waiting[0]).toMatchObject({ kind: 'stuck', step: 'undo', credential: 'c1' });
    viewAfter(await world.send(incident, 'retry', { step: 'undo', credential: 'c1' }));
    await world.settle();
    expect((await world.view(incident)).credentials[0]?.state).toBe('alive');
  });

  test('is offered again after the next strike, and its old word is worth nothing', async () => {
    const incident = await world.declare();
    await accept(incident);
    const first = (await world.view(incident)).credentials[0]?.undo?.nonce;
    await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } });
    await world.settle();
    await accept(incident);
    const second = (await world.view(incident)).credentials[0]?.undo?.nonce;
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    expect((await world.view(incident)).state).toBe('contained');
  });
});

describe('an asking that nobody answers', () => {
  test('expires and is asked anew, with another nonce', async () => {
    const incident = await world.declare();
    const before = (await world.view(incident)).gate;
    await world.forward(minutes(3));
    const after = (await world.view(incident)).gate;
    expect(await times(incident, 'gate.opened', 'gate.expired')).toEqual([
      ['gate.opened contain', 0],
      ['gate.expired contain', 180],
      ['gate.opened contain', 180],
    ]);
    expect(after?.nonce).not.toBe(before?.nonce);
    expect(after?.expiresAt).toBe('2026-11-24T00:06:00.000Z');
  });

  test('takes an earlier yes with it', async () => {
    world.cast.script('leak.plan', (input) =>
      done({ summary: 'planned', plans: [planFor(input.credentials, { reversible: false })] }),
    );
    // Nobody is named who declared it, so an irreversible plan needs one more.
    const incident = await world.declare({ as: null });
    viewAfter(await world.approve(incident, 'ben'));
    expect((await world.view(incident)).plans[0]?.have).toEqual(['ben']);
    await world.forward(minutes(3));
    expect((await world.view(incident)).plans[0]?.have).toEqual([]);
    viewAfter(await world.approve(incident, 'cem'));
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
  });

  test('takes no answer in the moment before the next asking', async () => {
    const incident = await world.declare();
    world.sleepThrough(minutes(3));
    expect(refusalOf(await world.approve(incident, 'ana'))).toMatchObject({
      class: 'no',
      message: expect.stringContaining('a new one follows'),
    });
    await world.settle();
    await accept(incident);
    expect((await world.view(incident)).state).toBe('contained');
  });

  test('is asked again and again, while the clock runs and warns', async () => {
    const incident = await world.declare();
    await world.forward(minutes(15));
    expect(await times(incident, 'gate.expired')).toHaveLength(5);
    expect(await times(incident, 'clock.overdue')).toEqual([['clock.overdue', 900]]);
    await accept(incident);
    expect((await world.view(incident)).state).toBe('contained');
  });
});

describe('a gate where every plan was refused', () => {
  test('waits for a person, and by retry everything is planned and asked anew', async () => {
    const incident = await world.declare();
    viewAfter(await world.reject(incident, 'ben'));
    await world.forward(seconds(200));
    const refused = await world.view(incident);
    expect(refused.gate).toBeNull();
    expect(refused.waiting.map(({ kind, step }) => [kind, step])).toEqual([['stuck', 'contain.gate']]);
    expect(refused.stages[1]?.state).toBe('stuck');
    viewAfter(await world.send(incident, 'retry', { step: 'contain.gate' }));
    await world.settle();
    expect((await world.view(incident)).gate).not.toBeNull();
  });

  test('says nothing of the refusal any more once the retry is under way', async () => {
    const incident = await world.declare();
    viewAfter(await world.reject(incident, 'ben'));
    const view = viewAfter(await world.send(incident, 'retry', { step: 'contain.gate' }));
    expect(view.waiting).toEqual([]);
    expect(view.stages.slice(0, 2).map(({ id, state }) => `${id} ${state}`)).toEqual(['identify running', 'contain pending']);
  });

  test('can be skipped: nothing is struck, and the incident is not contained', async () => {
    const incident = await world.declare();
    viewAfter(await world.reject(incident, 'ben'));
    viewAfter(await world.send(incident, 'skip', { step: 'contain.gate', reason: 'It is a canary.' }));
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    const view = await world.view(incident);
    expect(view.state).toBe('open');
    expect(view.waiting.map(({ kind }) => kind)).toEqual(['by-hand', 'by-hand']);
  });

  test("can be passed by hand: the strike is a person's, the proof is the bot's", async () => {
    const incident = await world.declare();
    viewAfter(await world.reject(incident, 'ben'));
    viewAfter(await world.send(incident, 'by-hand', { step: 'contain.gate', reason: 'I locked it.' }, { as: 'ben' }));
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect(world.cast.called('credential.prove')).toEqual(['credential.prove c1']);
    expect((await world.view(incident)).state).toBe('contained');
  });
});
