/** A public leak is cut off before anybody is asked: only where everybody allowed it beforehand, and only what can be taken back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyBundle } from '../../src/incident/verify/verify-bundle.ts';
import type { KindMode } from '../../src/platform/config/kind-modes.ts';
import type { Plan } from '../../src/timeline/plan.ts';
import { done, planFor } from '../incident/cast.ts';
import { drill } from '../incident/drill-playbook.ts';
import { minutes, openWorld, viewAfter, type World } from '../incident/world.ts';
import { type Fields, keysAnew, putTogether, takeApart } from './bundle-parts.ts';
import { testKey } from './test-keys.ts';

const acting = drill.replace('expires: 3m }', 'expires: 3m, public-leak: act }');
/** A kind is named like the mode that it is pinned with. */
const place = (kind: string, { role = '' }: Record<string, string>) => ({
  hint: `the role ${role}`,
  provider: 'main',
  concurrency: 8,
  ...(kind === 'old' ? {} : { mode: kind as KindMode }),
});

let world: World;
const configured = new Map<string, KindMode>();
beforeAll(async () => {
  world = await openWorld({ playbook: acting, place, configured: (kind) => configured.get(kind) ?? 'act' });
});
afterAll(() => world.close());
beforeEach(async () => {
  configured.clear();
  await world.calm();
});

const struck = () => world.cast.called('credential.strike');
const leak = (kind = 'act', isPublic = true) => world.declare({ kind, public: isPublic });
const offer = (...plans: Partial<Plan>[]) =>
  world.cast.script('leak.plan', ({ credentials }) =>
    done({ summary: 'planned', plans: plans.map((each, index) => planFor(credentials, { ...each, title: `Way ${index}` })) }),
  );
const given = { key: testKey.publicKey, witness: [], people: null };
const verdictOn = (bundle: string) => verifyBundle(bundle, given, { personSignature: async () => 'nobody signs here' });
const bundleOf = async (incident: string) => (await world.desk.bundle(incident)) ?? '';

/** Nothing was done, and people are asked as usual. */
async function expectAsked(incident: string): Promise<void> {
  expect(struck()).toEqual([]);
  expect((await world.view(incident)).waiting[0]?.kind).toBe('gate');
  expect(await world.entriesOf(incident, 'gate.accepted')).toEqual([]);
}

/** The bundle without the decision that was made in it, and with the word that nobody had to make one; all numbered and hashed anew. */
function saidToBePublic(bundle: string): string {
  const parts = takeApart(bundle);
  const said = parts.entries.findIndex(({ header }) => header.type === 'decision.recorded');
  parts.entries.splice(said, 1);
  const accepted = parts.entries.find(({ header }) => header.type === 'gate.accepted');
  Object.assign(accepted?.header.data as Fields, { by: 'public-leak' });
  for (const [index, { header }] of parts.entries.entries()) header.seq = index + 1;
  keysAnew(parts.entries);
  return putTogether(parts, testKey.sign);
}

describe('a public leak of a kind that may be acted on', () => {
  test('is cut off and proven at once, and the record says that nobody was asked', async () => {
    const incident = await leak();
    expect(struck()).toEqual(['credential.strike c1']);
    const view = await world.view(incident);
    expect([view.state, view.alarms]).toEqual(['contained', []]);
    expect(view.plans[0]).toMatchObject({ state: 'accepted', acceptedBy: 'public-leak', have: [] });
    expect(view.credentials[0]?.undo).not.toBeNull();
    expect((await world.entriesOf(incident, 'gate.accepted'))[0]?.data.by).toBe('public-leak');
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true, faults: [] });
  });

  test('leaves no reminder and no expiry behind', async () => {
    const incident = await leak();
    await world.forward(minutes(4));
    const types = await world.types(incident);
    expect(
      types.filter((type) => ['gate.asked-again', 'gate.passed-on', 'gate.expired', 'timer.fired'].includes(type)),
    ).toEqual([]);
    expect(types.filter((type) => type === 'gate.opened')).toHaveLength(1);
  });

  test('is asked about once a person took the cut back', async () => {
    const incident = await leak();
    viewAfter(await world.send(incident, 'undo', { credential: 'c1', reason: 'wrong', attestation: { by: 'surface' } }));
    await world.settle();
    expect(struck()).toEqual(['credential.strike c1']);
    const view = await world.view(incident);
    expect(view.waiting.map(({ kind }) => kind)).toContain('gate');
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true, faults: [] });
  });

  test('acts again on one more credential of such a kind, without asking', async () => {
    const incident = await leak();
    viewAfter(await world.send(incident, 'add-credential', { kind: 'act', locator: { role: randomUUID() } }));
    await world.settle();
    expect(struck()).toEqual(['credential.strike c1', 'credential.strike c2']);
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true, faults: [] });
  });

  test('asks about one more credential that may not be acted on', async () => {
    const incident = await leak();
    viewAfter(await world.send(incident, 'add-credential', { kind: 'ask', locator: { role: randomUUID() } }));
    await world.settle();
    expect(struck()).toEqual(['credential.strike c1']);
    expect((await world.view(incident)).waiting.map(({ kind }) => kind)).toContain('gate');
  });

  test('verifies also when the text of its plan was purged', async () => {
    const incident = await leak();
    for (const step of ['look-around', 'tell-owners']) viewAfter(await world.send(incident, 'by-hand', { step }));
    await world.settle();
    const [plan] = await world.entriesOf(incident, 'plan.made');
    viewAfter(await world.send(incident, 'purge', { entry: plan?.seq ?? 0, reason: 'It names a customer.' }));
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true, faults: [] });
  });
});

describe('people are asked as usual', () => {
  test('about a leak that is not public', async () => expectAsked(await leak('act', false)));

  test.each(['ask', 'old'])('about a credential that was pinned with the mode: %s', async (kind) =>
    expectAsked(await leak(kind)),
  );

  test('where the first plan cannot be taken back, though another one can', async () => {
    offer({ reversible: false }, {});
    await expectAsked(await leak());
  });

  test('where the first plan touches many', async () => {
    offer({ mass: true });
    await expectAsked(await leak());
  });

  test('where one of several credentials may not be acted on', async () => {
    const value = randomUUID();
    const incident = await world.declare({ kind: 'act', public: true, value, settled: false });
    const other = { kind: 'ask', locator: { role: randomUUID() } };
    viewAfter(await world.send(incident, 'add-credential', other));
    await world.settle();
    await expectAsked(incident);
  });

  test('where the configuration says so by now', async () => {
    configured.set('act', 'ask');
    await expectAsked(await leak());
  });

  test('where the playbook says nothing of public leaks', async () => {
    const asking = await openWorld({ place });
    const incident = await asking.declare({ kind: 'act', public: true });
    expect(asking.cast.called('credential.strike')).toEqual([]);
    expect((await asking.view(incident)).waiting[0]?.kind).toBe('gate');
    await asking.close();
  });

  test('where the configuration was tightened between the acceptance and the strike', async () => {
    const actor = { person: 'ben', account: 'somebody' };
    await world.desk.stop({ provider: null, reason: 'we look first', actor });
    const incident = await leak();
    expect((await world.view(incident)).plans[0]?.acceptedBy).toBe('public-leak');
    configured.set('act', 'ask');
    await world.desk.resume({ provider: null, actor });
    await world.settle();
    expect(struck()).toEqual([]);
    expect((await world.view(incident)).waiting[0]?.kind).toBe('gate');
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true, faults: [] });
  });
});

describe('a record that claims it', () => {
  /** The bundle with the data of entries changed, and everything made to fit. */
  function forged(bundle: string, changes: Record<string, Fields>): string {
    const parts = takeApart(bundle);
    for (const [type, change] of Object.entries(changes)) {
      const entry = parts.entries.find(({ header }) => header.type === type);
      if (entry === undefined) throw new Error(`There is no entry ${type}.`);
      Object.assign(entry.header.data as Fields, change);
    }
    keysAnew(parts.entries);
    return putTogether(parts, testKey.sign);
  }
  const faultsOf = async (bundle: string) => (await verdictOn(bundle)).faults.map(({ what }) => what).join('\n');

  test('is sound as it was written: the forging alone breaks nothing', async () => {
    expect(await faultsOf(forged(await bundleOf(await leak()), {}))).toBe('');
  });

  test.each<[string, Record<string, Fields>, RegExp]>([
    ['of a leak that is not public', { 'incident.declared': { public: false } }, /the leak is not public/],
    ['of a credential whose mode asks', { 'credential.added': { mode: 'ask' } }, /the mode of c1 is not "act"/],
    ['of another moment than that of the asking', { 'gate.accepted': { by: 'expiry' } }, /does not act when nobody answers/],
  ])('is refused: %s', async (_what, changes, fault) => {
    expect(await faultsOf(forged(await bundleOf(await leak()), changes))).toMatch(fault);
  });

  test('is refused where people agreed too few and it is said that nobody had to', async () => {
    const incident = await leak('act', false);
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const bundle = await bundleOf(incident);
    expect(await faultsOf(bundle)).toBe('');
    expect(await faultsOf(saidToBePublic(bundle))).toMatch(/before anybody was asked, but the leak is not public/);
  });

  test('is refused where it was accepted later than it was asked', async () => {
    configured.set('act', 'ask');
    const incident = await leak();
    await world.forward(30_000);
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect(await faultsOf(saidToBePublic(await bundleOf(incident)))).toMatch(/accepted at once, but people were being asked/);
  });
});
