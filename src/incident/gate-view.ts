/** The open asking as people see it. Pure. */
import type { Playbook } from '../playbook/tree.ts';
import { runningAlone } from './acceptance.ts';
import { ladderOf, mayActAlone } from './gate.ts';
import type { GateStory, State } from './state.ts';
import type { AloneView, GateView } from './view.ts';

/** Null while nobody is asked. */
export function gateView(state: State, playbook: Playbook): GateView | null {
  const gate = state.gate?.state === 'asking' ? state.gate : null;
  if (gate === null) return null;
  const { stage, nonce, expiresAt, addressed } = gate;
  const ladder = ladderOf(playbook, stage);
  const alone = ladder === null ? [] : mayActAlone(state.people, ladder).map(({ id }) => id);
  return { stage, nonce, expiresAt, alone: aloneView(gate), asked: addressed, mayActAlone: alone };
}

function aloneView(gate: GateStory): AloneView | null {
  const alone = runningAlone(gate);
  if (alone === null) return null;
  const { plan, person, startedAt, until } = alone;
  const said = gate.decisions.findLast((one) => one.verdict === 'alone' && one.plan === plan && one.person === person);
  return { plan, person, reason: said?.reason ?? null, startedAt, until };
}
