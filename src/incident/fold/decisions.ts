import type { Entry, EntryOf } from '../../timeline/entry.ts';
import type { GateStory, State } from '../state.ts';
import { gateStep } from '../step-names.ts';

/** Plans, askings, and what people said to them. */
export function foldDecision(state: State, entry: Entry): void {
  switch (entry.type) {
    case 'plan.made':
      foldPlan(state, entry);
      return;
    case 'gate.opened':
      Object.assign(state, { inForce: null, unneeded: false });
      state.gate = { ...entry.data, openedAt: entry.at, state: 'asking', accepted: null, decisions: [] };
      return;
    case 'gate.unneeded':
      Object.assign(state, { inForce: null, unneeded: true, offered: [] });
      return;
    case 'step.skipped':
    case 'step.by-hand':
      if (state.gate !== null && entry.data.step === gateStep(state.gate.stage)) state.gate.state = 'closed';
      return;
    case 'gate.expired':
      closeGate(state, 'expired');
      return;
    case 'gate.closed':
      closeGate(state, 'closed');
      return;
    case 'gate.accepted':
      if (state.gate !== null) Object.assign(state.gate, { state: 'accepted', accepted: entry.data.plan });
      state.inForce = entry.data.plan;
      return;
    case 'decision.recorded':
      foldVerdict(state, entry);
      return;
    case 'step.failed':
      if (entry.data.class === 'replan') state.inForce = null;
      return;
    case 'credential.undone':
      state.inForce = null;
      return;
    default:
  }
}

/** The first of a new set of plans voids the set before it. */
function foldPlan(state: State, entry: EntryOf<'plan.made'>): void {
  if (entry.data.order === 1) state.offered = [];
  state.offered.push(entry.data.plan);
  if (entry.body !== null) state.plans.set(entry.data.plan, entry.body.plan);
}

function foldVerdict(state: State, entry: EntryOf<'decision.recorded'>): void {
  const { nonce, plan, verdict, person } = entry.data;
  const attestation = { by: entry.data.attestation, signature: entry.data.signature };
  const decision = { plan, verdict, person, attestation, at: entry.at, reason: entry.body?.reason ?? null };
  const undo = entry.data.credential === null ? null : state.credentials.get(entry.data.credential)?.undo;
  if (undo?.nonce === nonce) undo.asked = decision;
  const gate = state.gate;
  if (gate === null || gate.nonce !== nonce) return;
  gate.decisions.push(decision);
  if (verdict === 'reject' && gate.plans.every((offered) => isRefused(gate, offered))) gate.state = 'refused';
}

/** One no refuses a plan for this asking. */
export function isRefused(gate: GateStory, plan: string): boolean {
  return gate.decisions.some((decision) => decision.plan === plan && decision.verdict === 'reject');
}

function closeGate(state: State, how: 'expired' | 'closed'): void {
  if (state.gate?.state === 'asking') state.gate.state = how;
}
