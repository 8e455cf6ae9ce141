/** The compiled playbook as one pure function: begin, then step by step. */
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import type { Compiled } from './compile.ts';
import { effectsOf, type RawAction } from './effects.ts';
import { persisted, restored, statechartOf } from './snapshot.ts';
import type { Advance, MachineEvent, MachineState, StateValue } from './step.ts';
import type { Playbook } from './tree.ts';

/** The first state of an incident under this playbook, and what it asks for. */
export function begin(playbook: Playbook): Advance {
  const compiled = statechartOf(playbook);
  const [snapshot, actions] = initialTransition(compiled.machine);
  return advance(compiled, snapshot, actions, null);
}

/**
 * What follows from `event`; null when the state has no use for it and nothing changed. Never throws for an event; throws for
 * a state that is not of this playbook. Events carry no generation: the caller fences late ones (a job's or timer's own id).
 */
export function step(playbook: Playbook, state: MachineState, event: MachineEvent): Advance | null {
  const compiled = statechartOf(playbook);
  const type = eventType(compiled, event);
  if (type === null) return null;
  const before = restored(compiled.machine, state);
  const [after, actions] = transition(compiled.machine, before, { type });
  if (after === before && actions.length === 0) return null;
  return advance(compiled, after, actions, event.type === 'timer' ? event.timer : null);
}

function advance(
  { machine }: Compiled,
  snapshot: AnyMachineSnapshot,
  actions: readonly RawAction[],
  fired: string | null,
): Advance {
  const value = snapshot.value as { flow: StateValue; clock: StateValue };
  return {
    state: persisted(machine, snapshot),
    value,
    effects: effectsOf(actions, fired),
    finished: value.flow === 'end',
  };
}

/** The event as the statechart knows it. Null for anything else, so that no outsider can raise xstate's own events. */
function eventType(compiled: Compiled, event: MachineEvent): string | null {
  switch (event.type) {
    case 'settled':
    case 'stuck':
    case 'retried':
      return `${event.type}:${event.step}`;
    case 'gate-accepted':
    case 'gate-unneeded':
    case 'gate-refused':
    case 'gate-skipped':
    case 'gate-by-hand':
      return `${event.type}:${event.stage}`;
    case 'replan':
    case 'contained':
    case 'reopened':
      return event.type;
    case 'timer':
      return compiled.timers.get(event.timer) ?? null;
    default:
      return null;
  }
}
