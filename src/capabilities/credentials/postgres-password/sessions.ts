/** Open sessions of a role, by its OID, so that a role with a similar name is never touched. */
import { setTimeout as later } from 'node:timers/promises';
import type { Query } from '../../clients/postgres/connection.ts';
import { type RoleFacts, sessionGroup } from './schema.ts';
import { countSessions, groupSessions, terminateSessions } from './statements.ts';

export const sessionLimits = {
  /** Pools reconnect at once; a session that was just being opened needs one more round. */
  rounds: 5,
  /** How long a session may take to end after it was told to. */
  endMs: 2_000,
  pollMs: 50,
} as const;

async function count(query: Query, statement: string, oid: string): Promise<number> {
  const [row] = await query(statement, [oid]);
  return Number(row?.sessions ?? 0);
}

export async function openSessions(query: Query, oid: string): Promise<number> {
  return count(query, countSessions, oid);
}

export async function sessionsSeen(query: Query, oid: string, visible: boolean, now: Date): Promise<RoleFacts['sessions']> {
  const groups = (await query(groupSessions, [oid])).map((row) => sessionGroup.parse(row));
  return { total: await openSessions(query, oid), visible, at: now.toISOString(), groups };
}

/** Waits until no session is left, at most `endMs`. Answers how many are left. */
async function ending(query: Query, oid: string): Promise<number> {
  for (let waited = 0; ; waited += sessionLimits.pollMs) {
    const left = await openSessions(query, oid);
    if (left === 0 || waited >= sessionLimits.endMs) return left;
    await later(sessionLimits.pollMs);
  }
}

/** Ends every session of the role and looks again for reconnects. Answers how many were told to end, and how many are left. */
export async function endSessions(query: Query, oid: string): Promise<{ ended: number; left: number }> {
  let ended = 0;
  let left = 0;
  for (let round = 0; round < sessionLimits.rounds; round += 1) {
    const told = await count(query, terminateSessions, oid);
    ended += told - left;
    left = told === 0 ? 0 : await ending(query, oid);
    // Done only when a look of its own found nobody: whoever was just connecting shows up one round later.
    if (told === 0) break;
  }
  return { ended, left };
}
