import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pinnedPlaybooks } from '../../src/incident/pinned-playbooks.ts';
import { recordOf } from '../../src/incident/record-of.ts';
import { namesStand, recordedPeople } from '../../src/incident/recorded-people.ts';
import { repinPeople } from '../../src/incident/repin.ts';
import { draft, type Entry, type EntryDraft } from '../../src/timeline/entry.ts';
import { people } from './people.ts';
import { openWorld, viewAfter, type World, worldOn } from './world.ts';

/** Somebody else's configuration: Ana is called otherwise, and lives elsewhere. */
const renamed = [{ id: 'ana', name: 'Somebody Else', timezone: 'Asia/Kathmandu' }];
const zoned = people.map((person) => ({ ...person, timezone: person.id === 'ana' ? 'Europe/Lisbon' : 'Asia/Tokyo' }));

let world: World;
beforeAll(async () => {
  world = await openWorld({ people: zoned });
});
afterAll(() => world.close());

const recordFor = async (incident: string) => {
  const record = await recordOf(world.db.query, pinnedPlaybooks(), renamed, incident);
  if (record === null) throw new Error('The incident has no record.');
  return record;
};
const nameOfAna = async (incident: string) => (await recordFor(incident)).people.find(({ id }) => id === 'ana')?.name ?? null;
const restarted = (over: { name?: string; timezone?: string }) => {
  const now = zoned.map((person) => (person.id === 'ana' ? { ...person, ...over } : person));
  const { work, desk } = worldOn(world.db, { twin: world, people: now }).engine;
  return async () => {
    await work.turn.values.learn(world.db.query);
    await repinPeople(work, desk.people());
  };
};
const changes = async (incident: string) => (await world.entriesOf(incident, 'people.changed')).length;
const purge = async (incident: string, entry: number) =>
  viewAfter(await world.send(incident, 'purge', { entry, reason: 'They asked for it.' }));

describe('the names of people in a record', () => {
  test('are those that were recorded, whatever the configuration says today', async () => {
    const incident = await world.declare();
    expect(await nameOfAna(incident)).toBe('Ana');
    expect((await recordFor(incident)).people.map(({ id }) => id)).toEqual(['ana', 'ben', 'cem', 'dia']);
  });

  test('bring the zone of whoever declared it, else of the first of the people', async () => {
    expect((await recordFor(await world.declare())).zone).toBe('Europe/Lisbon');
    expect((await recordFor(await world.declare({ as: 'ben' }))).zone).toBe('Asia/Tokyo');
    expect((await recordFor(await world.declare({ as: null }))).zone).toBe('Europe/Lisbon');
  });

  test('change while it is open, once, and with the zone', async () => {
    const incident = await world.declare();
    const start = restarted({ name: 'Ana Silva' });
    await start();
    await start();
    expect(await changes(incident)).toBe(1);
    expect(await nameOfAna(incident)).toBe('Ana Silva');
    await restarted({ name: 'Ana Silva', timezone: 'America/New_York' })();
    expect(await changes(incident)).toBe(2);
    expect((await recordFor(incident)).zone).toBe('America/New_York');
    await restarted({})();
  });

  test('can be purged: ids are shown, in UTC, and no start tells them again', async () => {
    const incident = await world.declare();
    await purge(incident, 1);
    expect(await recordFor(incident)).toMatchObject({ people: [], zone: 'UTC' });
    await restarted({ name: 'Ana Silva' })();
    expect(await changes(incident)).toBe(0);
    expect((await world.view(incident)).number).toBeGreaterThan(0);
  });

  test('hold no secret that the bot knows', async () => {
    const incident = await world.declare({ value: 'tr0ub4dor-and-3' });
    const start = restarted({ name: 'tr0ub4dor-and-3' });
    await start();
    await start();
    expect(await nameOfAna(incident)).not.toContain('tr0ub4dor');
    expect(await changes(incident)).toBe(1);
    await restarted({})();
  });
});

describe('a record of a version that wrote no names', () => {
  const data = { playbook: '', compiler: 1, practice: true, public: false, detectedAt: '', exposedSince: null };
  const pinned = [{ id: 'ana', groups: [], ssh: null }];
  const numbered = (drafts: EntryDraft[]) =>
    drafts.map((one, index) => ({ ...one, incident: '', seq: index + 1, at: '', actor: 'bot' }) as Entry);
  const old = [
    draft('incident.declared', { ...data, requester: 'ana', people: pinned, recordKey: '' }, { title: 't', account: 'a' }),
    draft('people.changed', { people: pinned }),
  ];
  const names = { ana: { name: 'Ana', timezone: 'UTC' } };

  test('leaves them to the configuration', () => expect(recordedPeople(numbered(old))).toBeNull());
  test('is told them at the next start', () => {
    expect(namesStand(numbered(old), names)).toBe(false);
    expect(namesStand(numbered([...old, draft('people.changed', { people: pinned }, { names })]), names)).toBe(true);
  });
  test('keeps the name of somebody who is not among the people any more', () => {
    const left = draft('people.changed', { people: [] }, { names: {} });
    const said = draft('people.changed', { people: pinned }, { names });
    expect(recordedPeople(numbered([...old, said, left]))).toEqual([{ id: 'ana', ...names.ana }]);
  });
});

test('the record that a report is made from has the hash of the last entry that it holds', async () => {
  const incident = await world.declare();
  const { entries, head } = await recordFor(incident);
  const [row] = await world.db.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from entry where incident = $1 order by seq desc limit 1`,
    [incident],
  );
  expect(entries.length).toBeGreaterThan(0);
  expect(head).toBe(row?.hash);
});
