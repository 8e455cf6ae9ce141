/** The people of the configuration changed: open incidents are told, so that who may decide stands in their record. */
import { isDeepStrictEqual } from 'node:util';
import { draft } from '../timeline/entry.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import { readEntries } from '../timeline/read.ts';
import type { AttemptParts } from './attempt.ts';
import { record } from './consequence.ts';
import { fold } from './fold/fold.ts';
import { lockIncident, openIncidents } from './rows/incident-row.ts';
import { beginTurn, endTurn } from './turn.ts';

type Parts = Pick<AttemptParts, 'db' | 'clock' | 'turn' | 'playbooks'>;

/** Writes the people into every open incident whose record names others. */
export async function repinPeople(parts: Parts, people: PinnedPerson[]): Promise<void> {
  for (const id of await openIncidents(parts.db.query)) {
    await parts.db.transaction(async (query) => {
      const row = await lockIncident(query, id);
      if (row === null || row.status === 'closed') return;
      const state = fold(await readEntries(query, id, 'all'));
      if (isDeepStrictEqual(state.people, people)) return;
      const playbook = await parts.playbooks.read(query, row.playbook);
      const turn = beginTurn(parts.turn, query, row, playbook, parts.clock.now());
      // The place in the record makes the key: the same people may come back later.
      const dedupe = `people:${row.position.seq}`;
      await endTurn(turn, [record(draft('people.changed', { people }))], { actor: 'bot', dedupe });
    });
  }
}
