import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pinnedPlaybooks } from '../../src/incident/pinned-playbooks.ts';
import { recordOf } from '../../src/incident/record-of.ts';
import { openWorld, type World } from './world.ts';

const people = [
  { id: 'cem', name: 'Cem', timezone: 'Asia/Kathmandu' },
  { id: 'ana', name: 'Ana', timezone: 'Europe/Lisbon' },
];

let world: World;
let incident: string;
beforeAll(async () => {
  world = await openWorld();
  incident = await world.declare();
});
afterAll(() => world.close());

const recordFor = async (known: typeof people) => {
  const record = await recordOf(world.db.query, pinnedPlaybooks(), known, incident);
  if (record === null) throw new Error('The incident has no record.');
  return record;
};

describe('the record that a report is made from', () => {
  test('shows times in the zone of whoever declared it, else of the first of the people, else in UTC', async () => {
    expect((await recordFor(people)).zone).toBe('Europe/Lisbon');
    expect((await recordFor(people.slice(0, 1))).zone).toBe('Asia/Kathmandu');
    expect((await recordFor([])).zone).toBe('UTC');
  });

  test('has the hash of the last entry that it holds', async () => {
    const { entries, head } = await recordFor(people);
    const [row] = await world.db.query<{ hash: string }>(
      `select encode(hash, 'hex') as hash from entry where incident = $1 order by seq desc limit 1`,
      [incident],
    );
    expect(entries.length).toBeGreaterThan(0);
    expect(head).toBe(row?.hash);
  });
});
