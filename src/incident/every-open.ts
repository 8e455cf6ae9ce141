/** An order of a person that counts for every open incident at once: under all their locks, and written into each record. */
import type { Clock } from '../platform/clock.ts';
import { DatabaseError, type Db, type Query } from '../platform/db/db.ts';
import type { EntryDraft } from '../timeline/entry.ts';
import { reserveNumber } from '../timeline/register.ts';
import { record } from './consequence.ts';
import { lockIn } from './locked.ts';
import type { Memory } from './memory.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { openIncidents } from './rows/incident-row.ts';
import type { Locked } from './scene.ts';
import { endTurn } from './turn.ts';
import { beginTurn, type TurnParts } from './turn-underway.ts';

export type EveryOpenParts = {
  db: Db;
  clock: Clock;
  memory: Memory;
  turn: TurnParts;
  playbooks: PinnedPlaybooks;
};

/** Two of these, and whoever else takes several incidents, may want the same ones in another order: the database ends one. */
const mostTries = 5;
const deadlock = '40P01';

/**
 * Work on all open incidents, each one locked: in the meantime nobody begins a call, adds a job or declares, so whatever
 * comes up later sees the brake as it is then.
 */
export async function everywhere<T>(
  parts: EveryOpenParts,
  work: (query: Query, open: Locked[], at: Date) => Promise<T>,
  tries = 1,
): Promise<T> {
  try {
    return await parts.db.transaction(async (query, later) => {
      await reserveNumber(query);
      const open: Locked[] = [];
      for (const id of await openIncidents(query)) {
        const locked = await lockIn(parts, { query, later }, id);
        if (locked !== null && locked.row.status !== 'closed') open.push(locked);
      }
      return work(query, open, parts.clock.now());
    });
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === deadlock) || tries >= mostTries) throw error;
    return everywhere(parts, work, tries + 1);
  }
}

/** `key` begins what keeps it from being written twice. */
type Telling = { at: Date; person: string; entry: EntryDraft; key: string };

/** The same entry in every one of them. */
export async function tell(parts: EveryOpenParts, open: Locked[], { at, person, entry, key }: Telling): Promise<void> {
  for (const locked of open) {
    // The place in the record makes the key: the same stop may be ordered again later.
    const dedupe = `${key}:${locked.row.position.seq}`;
    await endTurn(beginTurn(parts.turn, locked, at), [record(entry)], { actor: `person:${person}`, dedupe });
  }
}
