/** People leave while they are asked, and a bot starts without them: nothing is struck on a yes that is gone, and there is a way on. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { repinPeople } from '../../src/incident/repin.ts';
import { done, planFor } from './cast.ts';
import { type Person, people } from './people.ts';
import { minutes, openWorld, refusalOf, viewAfter, type World, worldOn } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.calm());
afterAll(() => world.close());

const without = (...ids: string[]): Person[] => people.filter(({ id }) => !ids.includes(id));
const gateOf = async (where: World, incident: string) =>
  (await where.view(incident)).waiting.find(({ kind }) => kind === 'gate') ?? null;

/** A bot that starts under a configuration with these people. */
async function startedWith(now: Person[]): Promise<World> {
  const restarted = worldOn(world.db, { twin: world, people: now });
  await repinPeople(restarted.engine.work, restarted.engine.desk.people());
  return restarted;
}

async function askedAbout(more: Parameters<typeof planFor>[1]): Promise<string> {
  world.cast.script('leak.plan', (input) => done({ summary: 'planned', plans: [planFor(input.credentials, more)] }));
  return world.declare({ as: 'dia' });
}

describe('who is asked to agree and leaves', () => {
  test('is not counted on any more; the others are', async () => {
    const incident = await askedAbout({});
    expect(await gateOf(world, incident)).toMatchObject({ for: ['ana', 'ben'] });
    const now = await startedWith(without('ana'));
    expect(await gateOf(now, incident)).toMatchObject({ what: 'Lock it out: needs a yes from 1 of on-call', for: ['ben'] });
    expect(refusalOf(await now.approve(incident, 'ana')).message).toContain('ana is not among the people');
    viewAfter(await now.approve(incident, 'ben'));
    expect(await gateOf(now, incident)).toBeNull();
  });

  test('takes the yes along that was given: it cannot be met, and nothing is struck', async () => {
    const incident = await askedAbout({ mass: true });
    viewAfter(await world.approve(incident, 'ben'));
    const now = await startedWith(without('ben'));
    expect(await gateOf(now, incident)).toMatchObject({
      what: expect.stringContaining('needs a yes from 2 of approvers, but only 1 can still give one'),
      for: ['cem'],
    });
    viewAfter(await now.approve(incident, 'cem'));
    await now.settle();
    expect(now.cast.called('credential.strike')).toEqual([]);
    expect(await gateOf(now, incident)).not.toBeNull();
  });

  test('and comes back is counted again, with the yes that stands in the record', async () => {
    const incident = await askedAbout({ mass: true });
    viewAfter(await world.approve(incident, 'ben'));
    await startedWith(without('ben'));
    const now = await startedWith(people);
    viewAfter(await now.approve(incident, 'cem'));
    await now.settle();
    expect(now.cast.called('credential.strike')).toEqual(['credential.strike c1']);
  });
});

describe('where nobody is left who may agree', () => {
  const left = async () => {
    const incident = await askedAbout({ reversible: false });
    return { incident, now: await startedWith(without('ben', 'cem')) };
  };

  test('whoever is there is asked, again and again', async () => {
    const { incident, now } = await left();
    await world.forward(minutes(4));
    const opened = await now.entriesOf(incident, 'gate.opened');
    expect(opened.length).toBeGreaterThan(1);
    expect(opened.at(-1)?.data.asked).toEqual(['ana', 'dia']);
    expect(now.cast.called('credential.strike')).toEqual([]);
  });

  test('it is done by hand, and proven', async () => {
    const { incident, now } = await left();
    viewAfter(await now.send(incident, 'by-hand', { step: 'contain.gate', reason: 'Locked in psql.' }, { as: 'ana' }));
    await now.settle();
    expect(await now.view(incident)).toMatchObject({ state: 'contained' });
    expect(now.cast.called('credential.strike')).toEqual([]);
  });

  test('or one of the ladder acts alone, for everybody to see', async () => {
    const { incident, now } = await left();
    const { plans, gate } = await now.view(incident);
    expect(gate?.mayActAlone).toEqual(['ana']);
    const plan = plans[0]?.hash ?? '';
    const alone = { verdict: 'alone', plan, reason: 'Nobody is left.', attestation: { by: 'surface' } } as const;
    viewAfter(await now.send(incident, 'decide', alone, { as: 'ana' }));
    await world.forward(minutes(1));
    expect(now.cast.called('credential.strike')).toEqual(['credential.strike c1']);
  });
});

test('a step by hand whose group is empty says so; whoever else the playbook counts on skips it, nobody vouches for it', async () => {
  const incident = await askedAbout({});
  viewAfter(await world.approve(incident, 'ben'));
  await world.settle();
  const now = await startedWith(without('ana', 'ben'));
  const byHand = (await now.view(incident)).waiting.filter(({ kind }) => kind === 'by-hand');
  expect(byHand.map(({ what }) => what)).toEqual([
    'Look around: nobody is in on-call any more. Put somebody into the group in staunch.yml, or skip it with a reason',
    'Tell the owners: nobody is in on-call any more. Put somebody into the group in staunch.yml, or skip it with a reason',
  ]);
  const look = { step: 'look-around', reason: 'Nobody is left who can.' };
  expect(refusalOf(await now.send(incident, 'by-hand', look, { as: 'cem' })).message).toContain('not in the group "on-call"');
  viewAfter(await now.send(incident, 'skip', look, { as: 'cem' }));
});
