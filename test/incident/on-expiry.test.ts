import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Plan } from '../../src/timeline/plan.ts';
import { done, planFor } from './cast.ts';
import { drill } from './drill-playbook.ts';
import { minutes, openWorld, seconds, viewAfter, type World } from './world.ts';

const acting = drill.replace('expires: 3m }', 'expires: 3m, on-expiry: act }');

let world: World;
beforeAll(async () => {
  world = await openWorld({ playbook: acting });
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const struck = () => world.cast.called('credential.strike');
/** What the next plan step offers. */
const offer = (...more: Partial<Plan>[]) =>
  world.cast.script('leak.plan', (input) =>
    done({
      summary: 'planned',
      plans: more.map((each, index) => planFor(input.credentials, { ...each, title: `Way ${index}` })),
    }),
  );

describe('where the playbook acts when nobody answers', () => {
  test('the plan is carried out when the asking expires, and the record says so', async () => {
    const incident = await world.declare();
    await world.forward(minutes(3) - 1);
    expect(struck()).toEqual([]);
    await world.forward(1);
    expect(struck()).toEqual(['credential.strike c1']);
    const view = await world.view(incident);
    expect([view.state, view.alarms]).toEqual(['contained', []]);
    expect(view.plans[0]).toMatchObject({ state: 'accepted', acceptedBy: 'expiry', have: [] });
    const gate = (await world.entries(incident)).filter(({ type }) => type.startsWith('gate.')).map(({ type }) => type);
    expect(gate).toEqual(['gate.opened', 'gate.asked-again', 'gate.passed-on', 'gate.expired', 'gate.accepted']);
    expect((await world.entriesOf(incident, 'gate.accepted'))[0]?.data.by).toBe('expiry');
  });

  test('it is the first plan that can be taken back, wherever it stands', async () => {
    offer({ reversible: false }, {});
    const incident = await world.declare();
    await world.forward(minutes(3));
    const view = await world.view(incident);
    expect(view.plans.map(({ acceptedBy }) => acceptedBy)).toEqual([null, 'expiry']);
  });

  test.each([
    ['cannot be taken back', { reversible: false }],
    ['touches many', { mass: true }],
  ])('nothing is done by a plan that %s: people are asked anew', async (_what, more) => {
    offer(more);
    const incident = await world.declare();
    await world.forward(minutes(3));
    expect(struck()).toEqual([]);
    expect(await world.entriesOf(incident, 'gate.opened')).toHaveLength(2);
  });

  test('nothing is done after a no to any of the plans', async () => {
    offer({}, { reversible: false });
    const incident = await world.declare();
    const plan = (await world.view(incident)).plans[1]?.hash ?? '';
    const no = { verdict: 'reject', plan, reason: 'wait', attestation: { by: 'surface' } } as const;
    viewAfter(await world.send(incident, 'decide', no, { as: 'dia' }));
    await world.forward(minutes(3));
    expect(struck()).toEqual([]);
    expect(await world.entriesOf(incident, 'gate.opened')).toHaveLength(2);
  });

  test('it waits for the end of a countdown that was stopped for another plan, and is then asked anew', async () => {
    offer({ reversible: false }, {});
    const incident = await world.declare();
    await world.forward(seconds(170));
    const plan = (await world.view(incident)).plans[0]?.hash ?? '';
    const alone = { verdict: 'alone', plan, reason: 'nobody there', attestation: { by: 'surface' } } as const;
    viewAfter(await world.send(incident, 'decide', alone, { as: 'ana' }));
    await world.forward(seconds(30));
    expect([struck(), await world.entriesOf(incident, 'gate.expired')]).toEqual([[], []]);
    const no = { verdict: 'reject', plan, reason: 'wait', attestation: { by: 'surface' } } as const;
    viewAfter(await world.send(incident, 'decide', no, { as: 'dia' }));
    await world.settle();
    expect(struck()).toEqual([]);
    expect(await world.entriesOf(incident, 'gate.opened')).toHaveLength(2);
  });

  test('an asking that expired while the bot was down is acted upon when it is back', async () => {
    await world.declare();
    world.sleepThrough(minutes(20));
    await world.settle();
    expect(struck()).toEqual(['credential.strike c1']);
  });
});

test('a playbook that says nothing of it asks anew', async () => {
  const asking = await openWorld();
  const incident = await asking.declare();
  await asking.forward(minutes(3));
  expect(asking.cast.called('credential.strike')).toEqual([]);
  expect(await asking.entriesOf(incident, 'gate.opened')).toHaveLength(2);
  await asking.close();
});
