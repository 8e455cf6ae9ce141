/** Whether an attempt may be begun: asked of the record under its lock, last thing before the attempt is committed. */
import type { Plan } from '../timeline/plan.ts';
import type { Action, Failure } from './action.ts';
import { inputFor, knownCredentials } from './action-input.ts';
import type { Attestor } from './attestation.ts';
import { isHeldBack } from './fold/stop.ts';
import { isUnplanned, type Mandate, mandateToStrike, mandateToUndo } from './mandate.ts';
import type { LeasedJob } from './rows/job-row.ts';
import type { State } from './state.ts';
import { strikeObjection } from './strike-allowance.ts';
import { stateNow, type Turn } from './turn-underway.ts';

export type PermissionParts = {
  actions: ReadonlyMap<string, Action>;
  attestor: Attestor;
  /** How many strikes all bots together may begin within an hour, by the configuration. */
  strikesPerHour: number;
};

/** An attempt that takes its process with it is not made for ever. */
const mostAttempts = 10;

export type Allowed = { action: Action; plan: { plan: Plan; hash: string } | null };

/** Why a person is needed before any attempt; `budget`: too many strikes within an hour. */
export type Left = Pick<Failure, 'reason' | 'byHand'> & { class: Failure['class'] | 'budget' };

export type Permission =
  | Allowed
  /** alarm: only said. stick: a person goes on. ask: what was agreed to does not hold, so people are asked anew. */
  | { refused: string; so: 'alarm' | 'stick' | 'ask' }
  /** A person does it, or lets it be done. */
  | { left: Left }
  /** There is nothing to call for. */
  | { idle: string }
  /** A person stopped all calls: it waits for `resume`. */
  | { held: true };

/** Nothing that changes the outside runs without a decision that stands in the chain with signatures that hold. */
export async function permission(parts: PermissionParts, turn: Turn, job: LeasedJob, stopped: boolean): Promise<Permission> {
  const member = turn.scene.members.get(job.ref)?.get(job.credential);
  if (member?.job !== job.id) return { refused: 'no step asked for this job', so: 'alarm' };
  if (job.attempts > mostAttempts) return { refused: `it was begun ${mostAttempts} times without an answer`, so: 'stick' };
  const action = parts.actions.get(job.action ?? '');
  if (action === undefined) return { refused: `the action "${job.action}" does not exist in this version`, so: 'stick' };
  const state = stateNow(turn);
  const left = leftToPeople(turn, action, job.credential);
  if (left !== null) return { left };
  if (action.effect !== 'read' && (stopped || isHeldBack(state, job.provider))) return { held: true };
  const idle = idleness(state, action, job.credential);
  if (idle !== null) return { idle };
  if (action.effect === 'read') return { action, plan: planInForce(state) };
  const mandate = await mandateFor(parts, turn, action, job.credential);
  if (!('missing' in mandate)) return withinBudget(parts, turn, job, { action, plan: mandate });
  const agreed = action.gives === 'strike' && state.gate?.state === 'accepted';
  return { refused: mandate.missing, so: agreed ? 'ask' : 'stick' };
}

/** The last thing that is asked: what is refused for another reason takes nothing from the budget. */
async function withinBudget(parts: PermissionParts, turn: Turn, job: LeasedJob, allowed: Allowed): Promise<Permission> {
  if (allowed.action.gives !== 'strike' || isHandsOff(turn, job.credential)) return allowed;
  const { strikesPerHour } = parts;
  const reason = await strikeObjection(turn.query, job, { at: turn.at, strikesPerHour });
  if (reason === null) return allowed;
  const byHand = allowed.action.byHand?.(inputFor(turn, job, allowed.plan?.plan ?? null)) ?? null;
  return { left: { class: 'budget', reason, ...(byHand === null ? {} : { byHand }) } };
}

async function mandateFor(parts: PermissionParts, turn: Turn, { gives }: Action, credential: string): Promise<Mandate> {
  const state = stateNow(turn);
  const tightened = gives === 'strike' ? tightenedSince(turn, state, credential) : null;
  if (tightened !== null) return { missing: tightened };
  return (gives === 'undo' ? mandateToUndo : mandateToStrike)(state, turn.playbook, credential, parts.attestor);
}

function leftToPeople(turn: Turn, action: Action, id: string): Failure | null {
  const credential = knownCredentials(turn).find((candidate) => candidate.id === id);
  return credential === undefined ? null : (action.leftToPeople?.(credential) ?? null);
}

/** Nobody was asked, since the mode was "act": where the configuration does not say so any more, people are asked first. */
function tightenedSince(turn: Turn, { gate }: State, id: string): string | null {
  if (gate?.acceptedBy !== 'public-leak') return null;
  const { mode } = knownCredentials(turn).find((candidate) => candidate.id === id) ?? {};
  return mode === 'act' ? null : 'nobody was asked, and its mode in staunch.yml is not "act" any more';
}

/** Why there is nothing to call for; null when there is. */
function idleness(state: State, { gives }: Action, credential: string): string | null {
  if (!isUnplanned(state, credential)) return null;
  if (gives === 'proof' && isDead(state, credential)) return 'it was proven dead before';
  return gives === 'strike' ? 'no plan asks for a call on it' : null;
}

const isDead = (state: State, credential: string) => state.credentials.get(credential)?.state === 'dead';

function planInForce(state: State): { plan: Plan; hash: string } | null {
  const plan = state.inForce === null ? undefined : state.plans.get(state.inForce);
  return plan === undefined || state.inForce === null ? null : { plan, hash: state.inForce };
}

/** Its strike makes no call: a person runs it. */
function isHandsOff(turn: Turn, id: string): boolean {
  const mode = knownCredentials(turn).find((candidate) => candidate.id === id)?.mode;
  return mode === 'watch' || mode === 'guide';
}
