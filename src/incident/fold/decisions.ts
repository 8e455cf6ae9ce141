import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { planHash } from '../../timeline/plan.ts';
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
      state.gate = opened(entry, state.gate);
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
      if (state.gate?.nonce === entry.data.nonce) state.gate.expiredAt = entry.at;
      return;
    case 'gate.closed':
      closeGate(state, 'closed');
      return;
    case 'gate.accepted':
      foldAcceptance(state, entry);
      return;
    case 'gate.asked-again':
    case 'gate.passed-on':
      address(state.gate, entry);
      return;
    case 'alone.started':
    case 'alone.ended':
      foldAlone(state.gate, entry);
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

function opened(entry: EntryOf<'gate.opened'>, before: GateStory | null): GateStory {
  const { asked = [], ...gate } = entry.data;
  return {
    ...gate,
    openedAt: entry.at,
    state: 'asking',
    accepted: null,
    acceptedAt: null,
    acceptedBy: null,
    expiredAt: null,
    alone: null,
    addressed: asked.length === 0 ? [] : [{ how: 'first', at: entry.at, to: asked }],
    round: roundAfter(before, gate.stage),
    decisions: [],
  };
}

/** How many askings in a row expired unanswered before one that opens now. */
export function roundAfter(before: GateStory | null, stage: string): number {
  return before?.state === 'expired' && before.stage === stage ? before.round + 1 : 0;
}

function address(gate: GateStory | null, entry: EntryOf<'gate.asked-again'> | EntryOf<'gate.passed-on'>): void {
  if (gate?.nonce !== entry.data.nonce) return;
  gate.addressed.push({ how: entry.type === 'gate.passed-on' ? 'passed-on' : 'again', at: entry.at, to: entry.data.to });
}

function foldAlone(gate: GateStory | null, entry: EntryOf<'alone.started'> | EntryOf<'alone.ended'>): void {
  if (gate?.nonce !== entry.data.nonce) return;
  if (entry.type === 'alone.started') {
    const { plan, person, until } = entry.data;
    gate.alone = { plan, person, startedAt: entry.at, until, ended: null };
  } else if (gate.alone !== null) {
    gate.alone.ended = entry.data.why;
  }
}

function foldAcceptance(state: State, { data, at }: EntryOf<'gate.accepted'>): void {
  const acceptedBy = data.alone === true ? 'alone' : (data.by ?? 'people');
  if (state.gate !== null) Object.assign(state.gate, { state: 'accepted', accepted: data.plan, acceptedAt: at, acceptedBy });
  state.inForce = data.plan;
}

/** The first of a new set of plans voids the set before it. */
function foldPlan(state: State, entry: EntryOf<'plan.made'>): void {
  if (entry.data.order === 1) state.offered = [];
  state.offered.push(entry.data.plan);
  // A text that is not what its hash names is no plan: whoever altered it offers nothing.
  if (entry.body !== null && planHash(entry.body.plan) === entry.data.plan) state.plans.set(entry.data.plan, entry.body.plan);
}

function foldVerdict(state: State, entry: EntryOf<'decision.recorded'>): void {
  const { nonce, plan, verdict, person } = entry.data;
  const attestation = { by: entry.data.attestation, signature: entry.data.signature };
  const { slack } = entry.data;
  const said = { plan, verdict, person, attestation, at: entry.at, reason: entry.body?.reason ?? null };
  const decision = slack === undefined ? said : { ...said, slack };
  const undo = entry.data.credential === null ? null : state.credentials.get(entry.data.credential)?.undo;
  if (undo?.nonce === nonce) undo.asked = decision;
  if (verdict === 'reject' || verdict === 'undo') state.objected = true;
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
