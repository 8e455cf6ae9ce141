/** The people of the configuration changed: open incidents are told, so that who may decide, and how they are called, stands in their record. */
import { isDeepStrictEqual } from 'node:util';
import { draft } from '../timeline/entry.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import { readEntries } from '../timeline/read.ts';
import type { AttemptParts } from './attempt.ts';
import { record } from './consequence.ts';
import { nothingElse, onIncident } from './locked.ts';
import { bodyNames, namesStand } from './recorded-people.ts';
import { openIncidents } from './rows/incident-row.ts';
import { stateOf } from './scene.ts';
import { endTurn } from './turn.ts';
import { beginTurn } from './turn-underway.ts';

type Parts = Pick<AttemptParts, 'db' | 'clock' | 'memory' | 'turn' | 'playbooks' | 'names'>;

/** Writes the people into every open incident whose record names others, or names them otherwise. */
export async function repinPeople(parts: Parts, people: PinnedPerson[]): Promise<void> {
  const names = bodyNames(parts.names());
  // As it would be recorded: a name that holds a secret would else be another one at every start.
  const known = parts.turn.redact(names);
  for (const id of await openIncidents(parts.db.query)) {
    await onIncident(parts, id, nothingElse, async (locked) => {
      const { row, scene } = locked;
      if (row.status === 'closed') return null;
      const said = await readEntries(locked.query, id, ['incident.declared', 'people.changed', 'entry.purged']);
      if (isDeepStrictEqual(stateOf(scene).people, people) && namesStand(said, known)) return null;
      const turn = beginTurn(parts.turn, locked, parts.clock.now());
      // The place in the record makes the key: the same people may come back later.
      const by = { actor: 'bot', dedupe: `people:${row.position.seq}` };
      await endTurn(turn, [record(draft('people.changed', { people }, { names }))], by);
      return null;
    });
  }
}
