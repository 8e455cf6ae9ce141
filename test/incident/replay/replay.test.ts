import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replay } from '../../../src/incident/replay/replay.ts';
import type { Json } from '../../../src/platform/canonical.ts';
import type { Playbook } from '../../../src/playbook/tree.ts';
import type { Recorded } from '../../../src/timeline/bundle/headers.ts';
import { drill } from '../drill-playbook.ts';
import { openWorld, type World, worldOn } from '../world.ts';
import { recordedIn } from './recorded.ts';
import { scenarios } from './scenarios.ts';

let world: World;
let acting: World;
beforeAll(async () => {
  world = await openWorld();
  const playbook = drill.replace('expires: 3m }', 'expires: 3m, on-expiry: act }');
  acting = worldOn(world.db, { playbook, twin: world });
});
beforeEach(() => world.calm());
afterAll(() => world.close());

async function recorded(where: World, incident: string) {
  return recordedIn((await where.desk.bundle(incident)) ?? '');
}

describe.each(Object.entries(scenarios))('%s', (_, scenario) => {
  let playbook: Playbook;
  let record: Recorded[];
  beforeAll(async () => {
    await world.calm();
    ({ playbook, record } = await recorded(world, await scenario(world)));
  });

  test('replays without a fault', () => {
    expect(replay(playbook, record)).toEqual([]);
  });

  test('no state can be changed', () => {
    for (const [index, { movement }] of record.entries()) {
      if (movement === null) continue;
      for (const state of changesOf(movement.state)) {
        const faults = replay(playbook, record.with(index, { ...at(record, index), movement: { ...movement, state } }));
        expect(faults.map(({ seq }) => seq)).toContain(at(record, index).entry.seq);
      }
    }
  });

  test('no event can be changed, added or left out', () => {
    const events = record.flatMap(({ movement }) => (movement === null ? [] : [movement.event]));
    for (const [index, one] of record.entries()) {
      const { movement } = one;
      const others = movement === null ? events : events.filter((event) => !same(event, movement.event));
      const state =
        movement?.state ?? record.findLast((before, place) => place < index && before.movement !== null)?.movement?.state;
      for (const event of others) {
        expect(replay(playbook, record.with(index, { ...one, movement: { event, state: state ?? null } }))).not.toEqual([]);
      }
      if (movement !== null) expect(replay(playbook, record.with(index, { ...one, movement: null }))).not.toEqual([]);
    }
  });

  test('what a move asks for can neither be left out nor doubled', () => {
    const asked = record.flatMap(({ entry }, index) =>
      /^(stage|clock|gate\.(opened|unneeded|closed)|step\.asked)/.test(entry.type) ? [index] : [],
    );
    expect(asked.length).toBeGreaterThan(2);
    for (const index of asked) {
      expect(replay(playbook, record.toSpliced(index, 1))).not.toEqual([]);
      expect(replay(playbook, record.toSpliced(index, 0, at(record, index)))).not.toEqual([]);
    }
  });
});

test('where the playbook acts when nobody answers, the expiry and the acceptance replay', async () => {
  const incident = await acting.declare({ settled: false });
  await world.settle();
  await world.forward(200_000);
  const { playbook, record } = await recorded(acting, incident);
  expect(record.map(({ entry }) => entry.type)).toContain('gate.expired');
  expect(replay(playbook, record)).toEqual([]);
  const index = record.findIndex(({ entry }) => entry.type === 'gate.accepted');
  const accepted = at(record, index);
  expect(replay(playbook, record.toSpliced(index, 1))).not.toEqual([]);
  expect(accepted.entry.data).toMatchObject({ by: 'expiry' });
});

function at(record: readonly Recorded[], index: number): Recorded {
  const found = record[index];
  if (found === undefined) throw new Error(`No entry at ${index}.`);
  return found;
}

const same = (one: Json, other: Json) => JSON.stringify(one) === JSON.stringify(other);

/** Every state that differs in one name. */
function changesOf(state: Json): Json[] {
  if (typeof state === 'string') return [`${state}-not`];
  if (state === null || typeof state !== 'object' || Array.isArray(state)) return [];
  return Object.entries(state).flatMap(([name, inside]) => changesOf(inside).map((changed) => ({ ...state, [name]: changed })));
}
