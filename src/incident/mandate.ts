/**
 * What the worker asks the record before any call that changes something: did enough people, each with a signature
 * that holds, agree to exactly this (or one alone, or does the playbook act by itself)? Rows that say so without signatures
 * are worth nothing.
 */
import type { Playbook } from '../playbook/tree.ts';
import type { DecisionStatement } from '../timeline/decision.ts';
import type { Plan } from '../timeline/plan.ts';
import { acceptanceFault } from './acceptance.ts';
import { type Attestor, vouchingFault } from './attestation.ts';
import { ladderOf, rungFor } from './gate.ts';
import type { DecisionStory, State } from './state.ts';

export type Mandate = { plan: Plan; hash: string } | { missing: string };

/** The plan that people agreed to and that covers `credential`, or why there is none. */
export async function mandateToStrike(
  state: State,
  playbook: Playbook,
  credential: string,
  attestor: Pick<Attestor, 'fault'>,
): Promise<Mandate> {
  const { gate, inForce: hash } = state;
  if (gate === null || hash === null) return { missing: 'no plan was accepted' };
  const plan = state.plans.get(hash);
  const ladder = ladderOf(playbook, gate.stage);
  if (plan === undefined || ladder === null) return { missing: 'the accepted plan is not in the record' };
  if (!plan.targets.some((target) => target.credential === credential))
    return { missing: 'the accepted plan does not name it' };
  const held = new Set<DecisionStory>();
  const faults: string[] = [];
  for (const decision of gate.decisions) {
    if (decision.plan !== hash || decision.verdict === 'reject') continue;
    const fault = await vouchingFault(attestor, state, statementOf(state, decision, gate.nonce), decision.attestation);
    if (fault === null) held.add(decision);
    else faults.push(`${decision.person}: ${fault}`);
  }
  const missing = acceptanceFault({ state, gate, playbook, plan: hash, holds: (decision) => held.has(decision) });
  if (missing === null) return { plan, hash };
  return { missing: `${missing}${faults.length === 0 ? '' : ` (${faults.join('; ')})`}` };
}

/** Nothing was left to strike on `credential` when people were asked: no call is due, and none was agreed to. */
export function isUnplanned(state: State, credential: string): boolean {
  if (state.unneeded) return true;
  const plan = state.inForce === null ? undefined : state.plans.get(state.inForce);
  return plan !== undefined && !plan.targets.some((target) => target.credential === credential);
}

/** The plan whose strike on `credential` a person asked to take back, or why it may not be taken back. */
export async function mandateToUndo(
  state: State,
  playbook: Playbook,
  credential: string,
  attestor: Pick<Attestor, 'fault'>,
): Promise<Mandate> {
  const undo = state.credentials.get(credential)?.undo ?? null;
  if (undo?.asked == null) return { missing: 'nobody asked to take it back' };
  const plan = state.plans.get(undo.plan);
  const ladder = state.gate === null ? null : ladderOf(playbook, state.gate.stage);
  if (plan === undefined || ladder === null) return { missing: 'the plan is not in the record' };
  const group = rungFor(plan, ladder).from;
  if (!state.people.some((person) => person.id === undo.asked?.person && person.groups.includes(group))) {
    return { missing: `${undo.asked.person} is not in the group "${group}"` };
  }
  const fault = await vouchingFault(attestor, state, statementOf(state, undo.asked, undo.nonce), undo.asked.attestation);
  return fault === null ? { plan, hash: undo.plan } : { missing: `${undo.asked.person}: ${fault}` };
}

function statementOf({ incident }: State, { plan, verdict, person, slack }: DecisionStory, nonce: string): DecisionStatement {
  return { v: 1, incident, plan, verdict, person, nonce, ...(slack === undefined ? {} : { slack }) };
}
