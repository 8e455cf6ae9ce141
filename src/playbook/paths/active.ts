/** What a state of the compiled playbook is busy with. */
import { legKey } from '../compile.ts';
import type { StateValue } from '../step.ts';
import type { Playbook, Stage } from '../tree.ts';
import { legsOf } from '../walk.ts';

/**
 * Names of steps and of stages with a gate. `busy`: the steps that run or are stuck, in the order of the file. `flow` is where the
 * stages stand, without the clock.
 */
export type Active = {
  running: string[];
  stuck: string[];
  busy: string[];
  asking: string[];
  refused: string[];
  flow: string;
};

export function activeIn(playbook: Playbook, value: StateValue): Active {
  const flow = childOf(value, 'flow') ?? '';
  const active: Active = { running: [], stuck: [], busy: [], asking: [], refused: [], flow: JSON.stringify(flow) };
  for (const leg of legsOf(playbook)) {
    const below = childOf(flow, legKey(leg));
    if (below === null) continue;
    for (const stage of leg) {
      const open = childOf(leg.length === 1 ? below : (childOf(below, stage.id) ?? ''), 'open');
      if (open !== null) mark(active, stage, open);
    }
  }
  return active;
}

function mark(active: Active, stage: Stage, open: StateValue): void {
  const gate = childOf(open, 'gate');
  if (gate !== null) active[gate === 'refused' ? 'refused' : 'asking'].push(stage.id);
  for (const { id } of stage.steps) {
    const at = childOf(open, id);
    if (at === null) continue;
    active.busy.push(id);
    active[at === 'stuck' ? 'stuck' : 'running'].push(id);
  }
}

/** What is active below `child`, or null when `child` is not active; a child without states of its own gives itself. */
function childOf(value: StateValue, child: string): StateValue | null {
  if (typeof value === 'string') return value === child ? value : null;
  return Object.hasOwn(value, child) ? (value[child] ?? null) : null;
}
