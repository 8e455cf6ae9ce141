/**
 * The compiled playbook as one pure function: (playbook, state, event) → state and what must be done.
 * Nothing here runs anything, reads a clock or a database.
 */

/** The persisted statechart: JSON-safe, opaque to everyone else. */
export type MachineState = unknown;

/** Which states are active: what stands in the record, and what a replay must reproduce. */
export type StateValue = string | { [state: string]: StateValue };

/**
 * What can happen to a playbook. `step` and `stage` are ids of the tree.
 * `skip` on a gate leaves its stage; `by-hand` on a gate goes on behind the guarded step.
 */
export type MachineEvent =
  | { type: 'settled'; step: string }
  | { type: 'stuck'; step: string }
  | { type: 'retried'; step: string }
  | { type: 'gate-accepted'; stage: string }
  | { type: 'gate-unneeded'; stage: string }
  | { type: 'gate-refused'; stage: string }
  | { type: 'gate-skipped'; stage: string }
  | { type: 'gate-by-hand'; stage: string }
  | { type: 'replan' }
  | { type: 'contained' }
  | { type: 'reopened' }
  | { type: 'timer'; timer: string };

/** What the new state asks for, in order. */
export type MachineEffect =
  | { type: 'start-step'; step: string }
  | { type: 'stop-step'; step: string }
  /** Fire `{type:'timer', timer}` `afterMs` after `from`: the event's time, or the detection of the incident. */
  | { type: 'start-timer'; timer: string; afterMs: number; from: 'now' | 'detection' }
  | { type: 'stop-timer'; timer: string }
  | { type: 'stage-started'; stage: string }
  | { type: 'stage-done'; stage: string }
  /** 75 % of the stage's limit. */
  | { type: 'stage-warned'; stage: string }
  /** 100 % of it. Nothing is aborted. */
  | { type: 'stage-overdue'; stage: string }
  | { type: 'gate-opened'; stage: string }
  | { type: 'gate-expired'; stage: string }
  | { type: 'gate-closed'; stage: string }
  | { type: 'clock-warned' }
  | { type: 'clock-overdue' }
  | { type: 'finished' };

export type Advance = {
  state: MachineState;
  value: StateValue;
  effects: MachineEffect[];
  finished: boolean;
};
