/**
 * When something that waits for a time may happen at the earliest, by the record itself. A job's row says so too, but whoever
 * owns the database can move it, and nothing may be recorded before its time. Pure.
 */
import { delaysOf } from '../playbook/compile.ts';
import type { Playbook } from '../playbook/tree.ts';
import { runningAlone } from './acceptance.ts';
import type { ValueRef } from './action.ts';
import { askAgainMs, passOnMs } from './asking.ts';
import { askAgainRef, countdownRef, expiryTimer, passOnRef } from './gate-times.ts';
import type { GateStory, State } from './state.ts';

export type Waiting =
  | { kind: 'timer' | 'reminder' | 'countdown'; ref: string }
  | { kind: 'expire-value'; credential: string; ref: ValueRef };

/** Why a value is gone whose time was over. */
export const heldToTheEnd = 'it was held as long as allowed';

/** Null where the record gives no time: what it belongs to is over, or not begun. */
export function earliestOf(state: State, playbook: Playbook, waiting: Waiting): Date | null {
  const gate = state.gate?.state === 'asking' ? state.gate : null;
  switch (waiting.kind) {
    case 'timer':
      return earliestTimer(state, playbook, waiting.ref);
    case 'reminder':
      return gate === null ? null : earliestReminder(gate, waiting.ref);
    case 'countdown': {
      const alone = gate === null ? null : runningAlone(gate);
      return gate === null || alone === null || waiting.ref !== countdownRef(gate) ? null : new Date(alone.until);
    }
    case 'expire-value':
      return instantOf(state.credentials.get(waiting.credential)?.heldUntil[waiting.ref] ?? null, 0);
  }
}

function earliestTimer({ detectedAt, stages, gate }: State, playbook: Playbook, timer: string): Date | null {
  const afterMs = delaysOf(playbook)[timer];
  if (afterMs === undefined) return null;
  if (timer.startsWith('clock-')) return instantOf(detectedAt, afterMs);
  const stage = timer.slice(timer.indexOf(':') + 1);
  if (timer !== expiryTimer(stage)) return instantOf(stages.get(stage)?.startedAt ?? null, afterMs);
  return gate?.state === 'asking' && gate.stage === stage ? new Date(gate.expiresAt) : null;
}

function earliestReminder(gate: GateStory, ref: string): Date | null {
  if (ref === askAgainRef(gate)) return instantOf(gate.openedAt, askAgainMs);
  return ref === passOnRef(gate) ? instantOf(gate.openedAt, passOnMs) : null;
}

const instantOf = (from: string | null, afterMs: number): Date | null =>
  from === null ? null : new Date(Date.parse(from) + afterMs);
