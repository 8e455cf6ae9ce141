import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drill } from './drill-playbook.ts';
import { minutes, openWorld, refusalOf, seconds, viewAfter, type World } from './world.ts';

/** Two of those on call must agree: one of them alone cannot, and Cem, an approver, may not answer at all. */
const forTwo = drill.replace('reversible: { people: 1,', 'reversible: { people: 2,');

let world: World;
beforeAll(async () => {
  world = await openWorld({ playbook: forTwo });
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const alone = async (incident: string, as: string, reason: string | null = 'nobody answers') => {
  const plan = (await world.view(incident)).plans[0]?.hash ?? '';
  const payload = { verdict: 'alone', plan, attestation: { by: 'surface' } } as const;
  return world.send(incident, 'decide', reason === null ? payload : { ...payload, reason }, { as });
};
const struck = () => world.cast.called('credential.strike');
const ended = async (incident: string) => (await world.entriesOf(incident, 'alone.ended')).map(({ data }) => data.why);
const accepted = async (incident: string) => (await world.entriesOf(incident, 'gate.accepted')).map(({ data }) => data);

describe('one person who cannot get the others', () => {
  test('acts alone when the countdown is over and nobody said no', async () => {
    const incident = await world.declare();
    const view = viewAfter(await alone(incident, 'ana'));
    expect(view.gate?.alone).toEqual({
      plan: view.plans[0]?.hash,
      person: 'ana',
      reason: 'nobody answers',
      startedAt: '2026-11-24T00:00:00.000Z',
      until: '2026-11-24T00:01:00.000Z',
    });
    expect(view.plans[0]?.state).toBe('waiting');
    await world.forward(seconds(59));
    expect(struck()).toEqual([]);
    await world.forward(seconds(1));
    expect(struck()).toEqual(['credential.strike c1']);
    const after = await world.view(incident);
    expect([after.state, after.gate, after.alarms]).toEqual(['contained', null, []]);
    expect(after.plans[0]).toMatchObject({ state: 'accepted', acceptedBy: 'alone' });
    expect(await accepted(incident)).toEqual([expect.objectContaining({ alone: true })]);
  });

  test('is seen by everybody, before anything else that is wanted', async () => {
    const incident = await world.declare();
    const [first, ...others] = viewAfter(await alone(incident, 'ana')).waiting;
    expect(first).toMatchObject({ kind: 'alone', for: ['ana', 'ben', 'cem', 'dia'] });
    expect(first?.what).toContain('ana acts alone: Lock it out.');
    expect(others.map(({ kind }) => kind)).toEqual(['gate']);
  });

  test('may be whoever declared it, or somebody of another rung, but of some rung of this gate', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident, 'cem'));
    const other = await world.declare();
    expect(refusalOf(await alone(other, 'dia'))).toMatchObject({
      class: 'forbidden',
      message: 'dia is in none of the groups that this gate counts on: on-call, approvers.',
    });
    await world.forward(minutes(1));
    expect(struck()).toEqual(['credential.strike c1']);
    expect((await world.view(other)).state).toBe('open');
  });

  test('says why', async () => {
    const incident = await world.declare();
    expect(refusalOf(await alone(incident, 'ana', null))).toMatchObject({ class: 'usage' });
    expect((await world.view(incident)).gate?.alone).toBeNull();
  });

  test('is told that a plain yes is enough, where it is', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ben'));
    expect(refusalOf(await alone(incident, 'ana'))).toMatchObject({
      class: 'no',
      message: 'The yes of ana is enough for this plan, at once and without a countdown: leave out --alone.',
    });
    viewAfter(await alone(incident, 'cem'));
  });

  test('is one at a time', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident, 'ana'));
    expect(refusalOf(await alone(incident, 'cem'))).toMatchObject({
      class: 'no',
      message: expect.stringContaining('ana already acts alone here'),
    });
    expect(await world.entriesOf(incident, 'alone.started')).toHaveLength(1);
  });
});

describe('a countdown', () => {
  test.each(['dia', 'ana'])('is ended by a no of anybody: %s', async (as) => {
    const incident = await world.declare();
    viewAfter(await alone(incident, 'ana'));
    await world.forward(seconds(59));
    const view = viewAfter(await world.reject(incident, as));
    expect([view.gate, view.plans[0]?.state]).toEqual([null, 'refused']);
    expect(await ended(incident)).toEqual(['rejected']);
    await world.forward(minutes(10));
    expect(struck()).toEqual([]);
    expect(await accepted(incident)).toEqual([]);
  });

  test('is ended by enough people, among whom the one who acts alone counts', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident, 'ana'));
    const view = viewAfter(await world.approve(incident, 'ben'));
    expect(view.plans[0]).toMatchObject({ state: 'accepted', acceptedBy: 'people', have: ['ana', 'ben'] });
    expect(await ended(incident)).toEqual(['agreed']);
    await world.settle();
    expect(struck()).toEqual(['credential.strike c1']);
    await world.forward(minutes(2));
    expect(await accepted(incident)).toHaveLength(1);
  });

  test('is not shortened by an approver who may not answer here', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident, 'cem'));
    expect(viewAfter(await world.approve(incident, 'ben')).plans[0]).toMatchObject({ state: 'waiting', have: ['ben'] });
    await world.forward(seconds(30));
    expect(struck()).toEqual([]);
  });

  test('keeps an asking open that would expire before its end', async () => {
    const incident = await world.declare();
    await world.forward(seconds(150));
    viewAfter(await alone(incident, 'ana'));
    await world.forward(seconds(45));
    expect((await world.view(incident)).gate?.alone?.until).toBe('2026-11-24T00:03:30.000Z');
    expect(await world.entriesOf(incident, 'gate.expired')).toEqual([]);
    await world.forward(seconds(15));
    expect(struck()).toEqual(['credential.strike c1']);
  });

  test('can still be stopped after the time of the asking', async () => {
    const incident = await world.declare();
    await world.forward(seconds(150));
    viewAfter(await alone(incident, 'ana'));
    await world.forward(seconds(45));
    viewAfter(await world.reject(incident, 'dia'));
    await world.forward(minutes(1));
    expect([struck(), await ended(incident)]).toEqual([[], ['rejected']]);
  });

  test('that was over while the bot was down is acted upon when it is back', async () => {
    const incident = await world.declare();
    await world.forward(seconds(150));
    viewAfter(await alone(incident, 'ana'));
    world.sleepThrough(minutes(30));
    await world.settle();
    expect(struck()).toEqual(['credential.strike c1']);
    expect((await world.view(incident)).alarms).toEqual([]);
  });

  test('that nobody acted upon yet can still be stopped', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident, 'ana'));
    world.sleepThrough(minutes(2));
    viewAfter(await world.reject(incident, 'dia'));
    await world.settle();
    expect(struck()).toEqual([]);
  });

  test('ends without a trace of a call when the gate is skipped', async () => {
    const incident = await world.declare();
    viewAfter(await alone(incident, 'ana'));
    viewAfter(await world.send(incident, 'skip', { step: 'contain.gate', reason: 'a false alarm' }));
    await world.forward(minutes(2));
    expect([struck(), await accepted(incident)]).toEqual([[], []]);
  });
});
