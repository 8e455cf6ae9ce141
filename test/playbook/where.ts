/** Where a playbook stands, for people. */
import { legKey } from '../../src/playbook/compile.ts';
import { restored, statechartOf } from '../../src/playbook/snapshot.ts';
import type { MachineState, StateValue } from '../../src/playbook/step.ts';
import type { Playbook, Stage } from '../../src/playbook/tree.ts';
import { legsOf } from '../../src/playbook/walk.ts';

export type Where = {
  stages: Record<string, 'pending' | 'running' | 'done'>;
  steps: Record<string, 'pending' | 'running' | 'stuck' | 'done'>;
  /** Only the gates that wait for people now. */
  gate: Record<string, 'asking' | 'refused'>;
};

/**
 * What the state alone tells: `done` means left behind, be it by finishing or by skipping; after a replan what lies
 * ahead is `pending` again although it once ran. The record knows the history.
 */
export function where(playbook: Playbook, state: MachineState): Where {
  const { flow } = restored(statechartOf(playbook).machine, state).value as { flow: StateValue };
  const legs = legsOf(playbook);
  const now = legs.findIndex((leg) => childOf(flow, legKey(leg)) !== null);
  const found: Where = { stages: {}, steps: {}, gate: {} };
  legs.forEach((leg, index) => {
    const active = childOf(flow, legKey(leg));
    for (const stage of leg) {
      if (active === null) mark(found, stage, now < 0 || index < now ? 'done' : 'pending');
      else markActive(found, stage, leg.length === 1 ? active : (childOf(active, stage.id) as StateValue));
    }
  });
  return found;
}

function mark(found: Where, stage: Stage, as: 'pending' | 'done'): void {
  found.stages[stage.id] = as;
  for (const step of stage.steps) found.steps[step.id] = as;
}

function markActive(found: Where, stage: Stage, value: StateValue): void {
  const open = childOf(value, 'open');
  if (open === null) {
    mark(found, stage, 'done');
    return;
  }
  const gate = childOf(open, 'gate');
  mark(found, stage, 'pending');
  found.stages[stage.id] = 'running';
  if (gate !== null) found.gate[stage.id] = gate as 'asking' | 'refused';
  const now = stage.steps.findIndex((step) => childOf(open, step.id) !== null);
  stage.steps.slice(0, Math.max(now, 0)).forEach((step) => {
    found.steps[step.id] = 'done';
  });
  const step = stage.steps[now];
  if (step !== undefined) found.steps[step.id] = childOf(open, step.id) as 'running' | 'stuck';
}

/** What is active below `child`, or null when `child` is not active; a child without states of its own gives itself. */
function childOf(value: StateValue, child: string): StateValue | null {
  if (typeof value === 'string') return value === child ? value : null;
  return Object.hasOwn(value, child) ? (value[child] ?? null) : null;
}
