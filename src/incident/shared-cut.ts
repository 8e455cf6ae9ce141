/** Other incidents that rest on the same cut: when it is taken back in one, none of them may go on saying "dead". */
import type { Clock } from '../platform/clock.ts';
import type { Query, Write } from '../platform/db/db.ts';
import { draft } from '../timeline/entry.ts';
import { record } from './consequence.ts';
import { lockIn } from './locked.ts';
import type { Memory } from './memory.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { restingOnCut } from './rows/credential-row.ts';
import { endTurn } from './turn.ts';
import { beginTurn, type TurnParts } from './turn-underway.ts';

export type SharedCutParts = { clock: Clock; memory: Memory; turn: TurnParts; playbooks: PinnedPlaybooks };

export type TakenBack = { incident: string; number: number; credential: string; key: string };

/** In the transaction of the undo itself, so that no moment exists in which only one of them knows. */
export async function reopenOthers(
  parts: SharedCutParts,
  transaction: { query: Query; later: Write },
  back: TakenBack,
): Promise<void> {
  for (const other of await restingOnCut(transaction.query, back.incident, back.credential)) {
    const locked = await lockIn(parts, transaction, other.incident);
    if (locked === null) continue;
    const turn = beginTurn(parts.turn, locked, parts.clock.now());
    const text = `The cut that ${other.hint} rests on was taken back in INC-${back.number}: the leaked credential of this incident may work again.`;
    const consequences = [
      record(draft('alarm.raised', { code: 'cut-taken-back', job: null }, { text })),
      record(draft('credential.changed', { credential: other.credential, from: other.state, to: 'unknown' })),
      { type: 'credential', id: other.credential, patch: { state: 'unknown' } },
    ] as const;
    await endTurn(turn, consequences, { actor: 'bot', dedupe: `taken-back:${back.key}:${other.credential}` });
  }
}
