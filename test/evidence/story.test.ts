/** What the entries say of each other: true of every way an incident can go, and broken by whoever adds to it or takes from it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkStory } from '../../src/incident/verify/check-story.ts';
import { verifyBundle } from '../../src/incident/verify/verify-bundle.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { EntryHeader } from '../../src/timeline/bundle/headers.ts';
import type { Entry } from '../../src/timeline/entry.ts';
import type { Residual } from '../../src/timeline/residual.ts';
import { done, failed, look, type Play, refusedProof } from '../incident/cast.ts';
import { drill } from '../incident/drill-playbook.ts';
import { minutes, openWorld, viewAfter, type World } from '../incident/world.ts';
import { type Fields, keysAnew, putTogether, takeApart } from './bundle-parts.ts';
import { testKey } from './test-keys.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.calm());
afterAll(() => world.close());

const bundleOf = async (incident: string) => (await world.desk.bundle(incident)) ?? '';
const given = { key: testKey.publicKey, witness: [], people: null };
const faultsOf = async (bundle: string) =>
  (await verifyBundle(bundle, given, { personSignature: async () => 'nobody signs here' })).faults.map(({ what }) => what);

const sessions = (until: string | null): Residual => ({
  id: 'c1-sessions',
  credential: 'c1',
  what: 'a session',
  until,
  endedBy: null,
});
const leaves =
  (...residuals: Residual[]): Play =>
  ({ credential }) => {
    if (credential === null) throw new Error('A proof is for one credential.');
    return done({ summary: 'looked', proof: refusedProof(credential), residuals });
  };

async function struck(...proofs: Parameters<World['cast']['script']>[1][]): Promise<string> {
  world.cast.script('credential.prove', ...proofs);
  const incident = await world.declare({ value: randomUUID() });
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  return incident;
}
async function lookAgain(incident: string, proof: Play): Promise<void> {
  world.cast.script('credential.prove', proof);
  viewAfter(await world.send(incident, 'retry', { step: 'prove' }));
  await world.settle();
}

/** The bundle with data of an entry changed, or the entry gone, and everything made to fit. */
function forged(bundle: string, type: string, change: Fields | null): string {
  const parts = takeApart(bundle);
  const index = parts.entries.findIndex(({ header }) => header.type === type);
  if (index === -1) throw new Error(`There is no entry ${type}.`);
  if (change === null) parts.entries.splice(index, 1);
  else Object.assign(parts.entries[index]?.header.data as Fields, change);
  for (const [place, { header }] of parts.entries.entries()) header.seq = place + 1;
  keysAnew(parts.entries);
  return putTogether(parts, testKey.sign);
}

describe('residuals', () => {
  test('found, found again, accepted and gone hold; that it was accepted or gone cannot be left out or put on another', async () => {
    const incident = await struck(leaves(sessions(null)));
    await lookAgain(incident, leaves(sessions(null)));
    viewAfter(await world.send(incident, 'accept', { residual: 'c1-sessions', reason: 'It ends at noon.' }));
    expect((await world.view(incident)).state).toBe('contained');
    await lookAgain(incident, leaves());
    const bundle = await bundleOf(incident);
    expect(await faultsOf(bundle)).toEqual([]);
    expect((await faultsOf(forged(bundle, 'residual.found', null)))[0]).toContain('must be dead, and is cut-off');
    expect((await faultsOf(forged(bundle, 'residual.accepted', { residual: 'others' })))[0]).toContain('was not there');
    expect((await faultsOf(forged(bundle, 'residual.gone', null))).join(' ')).toContain('something of it is left');
  });

  test('whose end only a later look told are left open, not called a fault', async () => {
    const incident = await struck(leaves(sessions(null)));
    expect((await world.view(incident)).state).toBe('open');
    await lookAgain(incident, leaves(sessions('2026-11-24T04:00:00.000Z')));
    expect(await world.types(incident)).toContain('incident.contained');
    expect(await faultsOf(await bundleOf(incident))).toEqual([]);
  });
});

describe('the word of a person', () => {
  const stuck = failed('fatal', 'nobody could tell', { look: look('could-not-tell') });

  test('holds where nothing better is there', async () => {
    const incident = await struck(stuck);
    viewAfter(await world.send(incident, 'by-hand', { step: 'prove', reason: 'I looked.' }));
    const bundle = await bundleOf(incident);
    expect(await faultsOf(bundle)).toEqual([]);
    expect((await faultsOf(forged(bundle, 'credential.seen', { result: 'alive' }))).join(' ')).toContain(
      'against the last look',
    );
    expect((await faultsOf(forged(bundle, 'credential.proved', { grade: 'by-use' })))[0]).toContain('"step.done"');
  });

  test('is no look', async () => {
    const incident = await struck(stuck);
    viewAfter(await world.send(incident, 'by-hand', { step: 'prove', reason: 'I looked.' }));
    const bundle = await bundleOf(incident);
    expect((await faultsOf(forged(bundle, 'credential.proved', { after: 'refused' })))[0]).toContain(
      'a word by hand is no look',
    );
  });
});

test('what is alive again, however it was proven before, must be said', async () => {
  const incident = await struck(leaves());
  await lookAgain(incident, () => failed('fatal', 'it works', { look: look('alive') }));
  const bundle = await bundleOf(incident);
  expect(await world.types(incident)).toContain('incident.reopened');
  expect(await faultsOf(bundle)).toEqual([]);
  expect((await faultsOf(forged(bundle, 'credential.seen', null)))[0]).toContain('makes c1 alive');
  expect((await faultsOf(forged(bundle, 'incident.reopened', null))).join(' ')).toContain('is not opened again');
});

test('a strike between a stop of everything and its end is a fault', async () => {
  const incident = await world.declare({ value: randomUUID() });
  const actor = { person: 'ben', account: 'somebody' };
  await world.desk.stop({ provider: null, reason: 'we look first', actor });
  await world.desk.resume({ provider: null, actor });
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  const bundle = await bundleOf(incident);
  expect(await faultsOf(bundle)).toEqual([]);
  expect((await faultsOf(forged(bundle, 'calls.resumed', null)))[0]).toContain('all calls were stopped');
});

test('what waits for a time is not told of before that time', async () => {
  const incident = await world.declare({ value: randomUUID() });
  await world.forward(minutes(31));
  const bundle = await bundleOf(incident);
  expect(await faultsOf(bundle)).toEqual([]);
  const later = '2026-11-24T09:00:00.000Z';
  const tooEarly = async (type: string, change: Fields) =>
    (await faultsOf(forged(bundle, type, change))).filter((what) => what.includes('before its time'));
  expect(await tooEarly('value.held', { until: later })).toEqual([expect.stringContaining('(value.destroyed)')]);
  expect(await tooEarly('gate.opened', { expiresAt: later })).toEqual([
    expect.stringContaining('(timer.fired)'),
    expect.stringContaining('(gate.expired)'),
  ]);
  const clock = (await tooEarly('incident.declared', { detectedAt: later })).join(' ');
  for (const type of ['timer.fired', 'clock.warned', 'clock.overdue']) expect(clock).toContain(`(${type})`);
});

test('a turn of more entries than anything writes is a fault, and is not looked through', async () => {
  const incident = await world.declare();
  const [declared] = await world.entries(incident);
  if (declared === undefined) throw new Error('Nothing is recorded.');
  const note = { type: 'note.added', actor: 'person:ana', data: { person: 'ana' }, body: null };
  const entries = [
    declared,
    ...Array.from({ length: 20_001 }, (_, place) => ({ ...declared, ...note, seq: place + 2 }) as Entry),
  ];
  const headers = entries.map((_, place) => ({ dedupe: place < 2 ? `k${place}` : `${place - 1}#k1` }) as EntryHeader);
  const record = entries.map((entry) => ({ entry, movement: null }));
  const { faults } = checkStory(record, headers, readPlaybook(drill, 'drill.yml'));
  expect(faults.at(-1)).toEqual({ seq: 20_002, what: expect.stringContaining('more than 20000 entries') });
});
