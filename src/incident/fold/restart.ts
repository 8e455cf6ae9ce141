import type { Entry } from '../../timeline/entry.ts';
import type { State } from '../state.ts';
import { undoStep } from '../step-names.ts';

/** A stage that starts again: what came after its first start is void, in the playbook's eyes it was never there. */
export function foldRestart(state: State, entry: Entry): void {
  if (entry.type !== 'stage.started') return;
  const first = state.stages.get(entry.data.stage);
  if (first === undefined) return;
  for (const [id, stage] of state.stages) if (stage.begun >= first.begun) state.stages.delete(id);
  // An undo stands outside the playbook: it goes on.
  for (const step of state.members.keys()) if (step !== undoStep) forgetSince(state, step, first.begun);
  state.inForce = null;
  if (state.gate?.state === 'refused') state.gate.state = 'closed';
}

function forgetSince(state: State, step: string, begun: number): void {
  const kept = [...(state.members.get(step) ?? [])].filter(([, member]) => member.begun < begun);
  if (kept.length === 0) state.members.delete(step);
  else state.members.set(step, new Map(kept));
}
