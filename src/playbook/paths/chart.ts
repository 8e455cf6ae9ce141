/** A compiled playbook as the walk sees it: a beginning, what follows from an answer, and which answers are listened to. */
import { begin, step } from '../advance.ts';
import { timerOf } from '../compile.ts';
import { restored, statechartOf } from '../snapshot.ts';
import type { Advance, MachineEvent, MachineState } from '../step.ts';
import type { Playbook } from '../tree.ts';

export type Chart = {
  begin(): Advance;
  /** Null where the state has no use for the event. */
  step(state: MachineState, event: MachineEvent): Advance | null;
  /** Every event that this state listens to; none that the statechart raises itself. */
  heard(state: MachineState): MachineEvent[];
};

export function chartOf(playbook: Playbook): Chart {
  const { machine } = statechartOf(playbook);
  return {
    begin: () => begin(playbook),
    step: (state, event) => step(playbook, state, event),
    heard(state) {
      const types = restored(machine, state)._nodes.flatMap((node) => node.ownEvents as string[]);
      return [...new Set(types)].map(eventOf).filter((event) => event !== null);
    },
  };
}

/** The inverse of what `step` tells the statechart; null for what it tells itself. */
function eventOf(type: string): MachineEvent | null {
  const timer = timerOf(type);
  if (timer !== null) return { type: 'timer', timer };
  const [name, subject] = type.split(':') as [string, string | undefined];
  switch (name) {
    case 'settled':
    case 'stuck':
    case 'retried':
      return { type: name, step: subject ?? '' };
    case 'gate-accepted':
    case 'gate-unneeded':
    case 'gate-refused':
    case 'gate-skipped':
    case 'gate-by-hand':
      return { type: name, stage: subject ?? '' };
    case 'replan':
    case 'contained':
    case 'reopened':
      return { type: name };
    default:
      return null;
  }
}
