/** The one way to an incident: a transaction with its row locked. */
import type { Db, Query, Write } from '../platform/db/db.ts';
import type { Memory } from './memory.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { lockIncident } from './rows/incident-row.ts';
import type { Locked } from './scene.ts';

export type LockParts = { db: Db; memory: Memory; playbooks: PinnedPlaybooks };

/**
 * `work` in one transaction on the incident; null when there is none. `alongside` asks in the same round trip what else is
 * needed, and sees the database as it is once the lock is held.
 */
export function onIncident<A, T>(
  parts: LockParts,
  incident: string,
  alongside: (query: Query) => Promise<A>,
  work: (locked: Locked, asked: A) => Promise<T | null>,
): Promise<T | null> {
  return parts.memory.inTurn(incident, async () => {
    try {
      return await parts.db.transaction(async (query, later) => {
        const [locked, asked] = await Promise.all([lockIn(parts, { query, later }, incident), alongside(query)]);
        if (locked === null) return null;
        const answer = await work(locked, asked);
        parts.memory.keep(locked.scene);
        return answer;
      });
    } catch (error) {
      parts.memory.forget(incident);
      throw error;
    }
  });
}

/**
 * Locks one more incident inside a transaction that goes on; null when there is none. Its scene is remembered again only by
 * whoever gives it to `memory.keep`.
 */
export async function lockIn(
  parts: Pick<LockParts, 'memory' | 'playbooks'>,
  { query, later }: { query: Query; later: Write },
  incident: string,
): Promise<Locked | null> {
  const row = await lockIncident(query, incident);
  if (row === null) return null;
  const scene = await parts.memory.recall(query, row.position);
  if (scene.playbook === null) throw new TypeError(`The incident ${incident} pins no playbook.`);
  const playbook = await parts.playbooks.read(query, scene.playbook);
  const state = scene.machine ?? row.state;
  return { query, later, row: { ...row, state, playbook: scene.playbook }, playbook, scene };
}

export const nothingElse = (): Promise<null> => Promise.resolve(null);
