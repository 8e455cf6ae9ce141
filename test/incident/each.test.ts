import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { done, failed, look, planFor } from './cast.ts';
import { openWorld, refusalOf, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const broken = failed('fatal', 'The server does not know it.');
/** The strike and the proof of c2 get stuck, c1 goes through. */
const c2Stuck = (step: string) => world.cast.scriptFor(step, 'c2', broken);

/** An incident with the credentials c1 and c2, and a plan over both on offer. */
async function twoLeaked(): Promise<string> {
  const incident = await world.declare();
  await world.addCredential(incident, 'c2');
  world.cast.calls.length = 0;
  return incident;
}

async function goAhead(incident: string): Promise<void> {
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
}

const stepState = async (incident: string, id: string) =>
  (await world.view(incident)).stages.flatMap((stage) => stage.steps).find((step) => step.id === id)?.state;
const states = async (incident: string) =>
  (await world.view(incident)).credentials.map((credential) => `${credential.id} ${credential.state}`);

describe('a step for each of two credentials', () => {
  test('is done for both before the next step begins for either', async () => {
    const incident = await twoLeaked();
    await goAhead(incident);
    expect(world.cast.called().map((call) => call.split(' ')[0])).toEqual([
      'credential.strike',
      'credential.strike',
      'credential.prove',
      'credential.prove',
    ]);
    expect(await states(incident)).toEqual(['c1 dead', 'c2 dead']);
  });

  test('holds the playbook while one is stuck and the other done, and says so once', async () => {
    const incident = await twoLeaked();
    c2Stuck('credential.strike');
    await goAhead(incident);
    expect(world.cast.called('credential.prove')).toEqual([]);
    expect(await stepState(incident, 'strike')).toBe('stuck');
    const view = await world.view(incident);
    expect(view.waiting.map(({ kind, step, credential }) => [kind, step, credential])).toEqual([['stuck', 'strike', 'c2']]);
    const moves = await world.db.query<{ header: string }>('select header from entry where incident = $1', [incident]);
    const heard = moves.map(({ header }) => JSON.parse(header).event).filter((event) => event?.step === 'strike');
    expect(heard).toEqual([{ type: 'stuck', step: 'strike' }]);
  });

  test('hears of a stuck part only when the other part is settled, too', async () => {
    const incident = await twoLeaked();
    c2Stuck('credential.strike');
    world.cast.scriptFor('credential.strike', 'c1', { kind: 'again', inMs: 5_000, progress: null, summary: 'waiting' });
    await goAhead(incident);
    expect(await stepState(incident, 'strike')).toBe('running');
    await world.forward(5_000);
    expect(await stepState(incident, 'strike')).toBe('stuck');
  });

  test('starts the stuck part again by retry, and not the one that is done', async () => {
    const incident = await twoLeaked();
    c2Stuck('credential.strike');
    await goAhead(incident);
    world.cast.calls.length = 0;
    viewAfter(await world.send(incident, 'retry', { step: 'strike', credential: 'c2' }));
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c2']);
    expect(await states(incident)).toEqual(['c1 dead', 'c2 dead']);
  });

  test('refuses a retry of the part that is done', async () => {
    const incident = await twoLeaked();
    c2Stuck('credential.strike');
    await goAhead(incident);
    expect(refusalOf(await world.send(incident, 'retry', { step: 'strike', credential: 'c1' }))).toMatchObject({ class: 'no' });
  });

  test('goes on when the stuck part is skipped, and the incident is not contained by that', async () => {
    const incident = await twoLeaked();
    c2Stuck('credential.strike');
    c2Stuck('credential.prove');
    await goAhead(incident);
    viewAfter(await world.send(incident, 'skip', { step: 'strike', credential: 'c2', reason: 'It is not ours.' }));
    await world.settle();
    viewAfter(await world.send(incident, 'skip', { step: 'prove', credential: 'c2', reason: 'It is not ours.' }));
    await world.settle();
    const view = await world.view(incident);
    expect(view.stages.map(({ id, state }) => `${id} ${state}`)).toContain('look waiting');
    expect(view.state).toBe('open');
    expect(await states(incident)).toEqual(['c1 dead', 'c2 alive']);
  });

  test('can be finished by hand for one of them', async () => {
    const incident = await twoLeaked();
    c2Stuck('credential.prove');
    await goAhead(incident);
    viewAfter(await world.send(incident, 'by-hand', { step: 'prove', credential: 'c2', reason: 'I tried.' }, { as: 'ben' }));
    expect(await states(incident)).toEqual(['c1 dead', 'c2 cut-off']);
    expect((await world.view(incident)).credentials[1]?.proof.grade).toBe('by-hand');
  });
});

describe('a plan over two credentials', () => {
  test('strikes both with one decision', async () => {
    const incident = await twoLeaked();
    await goAhead(incident);
    expect(world.cast.called('credential.strike').sort()).toEqual(['credential.strike c1', 'credential.strike c2']);
    expect(await world.entriesOf(incident, 'decision.recorded')).toHaveLength(1);
  });

  test('that names only one of them makes no call for the other, and raises no alarm', async () => {
    world.cast.script('leak.plan', (input) => done({ summary: 'planned', plans: [planFor(input.credentials.slice(0, 1))] }));
    const incident = await world.declare();
    world.cast.script('leak.plan', (input) => done({ summary: 'planned', plans: [planFor(input.credentials.slice(0, 1))] }));
    await world.addCredential(incident, 'c2');
    await goAhead(incident);
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1']);
    const view = await world.view(incident);
    expect(view.alarms).toEqual([]);
    expect(view.state).toBe('contained');
  });

  test('is made anew for both when one of them is not what it was', async () => {
    const incident = await twoLeaked();
    world.cast.scriptFor('credential.strike', 'c2', failed('replan', 'The role was recreated.'));
    await goAhead(incident);
    const view = await world.view(incident);
    expect(view.gate).not.toBeNull();
    expect(view.stages.map(({ id, state }) => `${id} ${state}`).slice(0, 2)).toEqual(['identify done', 'contain waiting']);
    expect(await stepState(incident, 'strike')).toBe('pending');
    await goAhead(incident);
    expect(await states(incident)).toEqual(['c1 dead', 'c2 dead']);
  });

  test('that is made anew after one was struck still knows that this one was alive before', async () => {
    const incident = await twoLeaked();
    world.cast.scriptFor('credential.strike', 'c2', failed('replan', 'The role was recreated.'));
    world.cast.scriptFor('credential.probe', 'c1', done({ summary: 'refused', look: look('refused') }));
    await goAhead(incident);
    await goAhead(incident);
    const [first] = (await world.view(incident)).credentials;
    expect(first?.proof.before?.result).toBe('alive');
    const proofs = (await world.entriesOf(incident, 'credential.proved')).map(({ data }) => data);
    expect(proofs.find(({ credential }) => credential === 'c1')).toMatchObject({ before: 'alive', after: 'refused' });
  });

  test('can be taken back for one of them, and everything is planned anew', async () => {
    const incident = await twoLeaked();
    await goAhead(incident);
    const undone = await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } });
    viewAfter(undone);
    await world.settle();
    expect(world.cast.called('credential.undo')).toEqual(['credential.undo c1']);
    const view = await world.view(incident);
    expect(view.state).toBe('open');
    expect(await states(incident)).toEqual(['c1 alive', 'c2 dead']);
    expect(view.gate).not.toBeNull();
    expect(view.plans[0]?.calls.map((call) => call.credential)).toEqual(['c1']);
    await goAhead(incident);
    expect(await states(incident)).toEqual(['c1 dead', 'c2 dead']);
    expect((await world.view(incident)).alarms).toEqual([]);
  });
});

describe('what is found dead', () => {
  test('needs no decision and no strike, and is proven all the same', async () => {
    world.cast.script('leak.plan', done({ summary: 'nothing is left to strike', plans: [] }));
    const incident = await world.declare();
    const view = await world.view(incident);
    expect(await world.types(incident)).toContain('gate.unneeded');
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect(world.cast.called('credential.prove')).toEqual(['credential.prove c1']);
    expect(view.alarms).toEqual([]);
    expect(view.waiting.filter(({ kind }) => kind === 'stuck')).toEqual([]);
    expect(view.state).toBe('contained');
  });
});
