import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

const edition = { format: 'md', audience: 'internal' } as const;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

/** An incident whose id begins with these hex digits. */
async function declaredAs(prefix: string): Promise<{ incident: string; number: number }> {
  const { incidentIdOf } = await import('../../src/incident/declare.ts');
  let dedupe = randomUUID();
  while (!incidentIdOf(dedupe).startsWith(prefix)) dedupe = randomUUID();
  const actor = { person: 'ana', account: 'somebody' } as const;
  const payload = { kind: 'password', locator: { role: randomUUID() }, public: false };
  const sent = await world.desk.send({ incident: '', type: 'declare', dedupe, actor, at: world.clock.now(), payload });
  if (!sent.ok) throw new Error(sent.refusal.message);
  return { incident: sent.view.incident, number: sent.view.number };
}

describe('an incident is found', () => {
  test('by its whole id, by its number in each spelling, and by the beginning of its id', async () => {
    const incident = await world.declare({ settled: false });
    const { number } = await world.view(incident);
    for (const reference of [
      incident,
      String(number),
      `INC-${number}`,
      `inc-${number}`,
      incident.slice(0, 13),
      incident.toUpperCase(),
    ]) {
      expect(await world.desk.find(reference)).toBe(incident);
    }
  });

  test('not by a beginning that two have', async () => {
    const { incident } = await declaredAs('ab');
    await declaredAs(incident.slice(0, 3));
    // Three digits are too few to mean an id; the fourth decides.
    expect(await world.desk.find(incident.slice(0, 3))).toBeNull();
  });

  test('by its number even where the id of another begins with the same digits', async () => {
    const numbered = await world.declare({ settled: false });
    await world.db.query('update incident set number = 1000 where id = $1', [numbered]);
    const { incident } = await declaredAs('1000');
    expect(await world.desk.find('1000')).toBe(numbered);
    expect(await world.desk.find('INC-1000')).toBe(numbered);
    expect(await world.desk.find(incident)).toBe(incident);
  });

  test.each(['', '0', '999', 'INC-999', 'nonsense', '%', 'INC-99999999999', "'; drop table incident"])(
    'not by %j',
    async (reference) => {
      expect(await world.desk.find(reference)).toBeNull();
    },
  );
});

describe('the timeline of an incident', () => {
  test('has a line for each entry: when, what, who, and what the entry says of itself', async () => {
    const incident = await world.declare();
    await world.send(incident, 'note', { text: 'It was the intern.' }, { as: 'ben' });
    const lines = (await world.desk.timeline(incident)) ?? [];
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    expect(lines[0]).toMatchObject({ type: 'incident.declared', actor: 'person:ana', requester: 'ana' });
    expect(lines.at(-1)).toMatchObject({ type: 'note.added', actor: 'person:ben', text: 'It was the intern.' });
  });

  test('of none is null, and so is its card and its report', async () => {
    const nobody = randomUUID();
    expect([
      await world.desk.timeline(nobody),
      await world.desk.view(nobody),
      await world.desk.report(nobody, edition),
    ]).toEqual([null, null, null]);
  });
});

test('the report is made from the record', async () => {
  const incident = await world.declare();
  expect(await world.desk.report(incident, edition)).toBe(`${(await world.entries(incident)).length} entries`);
});
