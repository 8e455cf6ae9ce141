/**
 * Who agreed to what: every decision answers an asking and is signed, every acceptance stands on enough of them, and every call
 * that changes something stands behind one. The same questions that the bot asks itself before a strike.
 */
import type { SshSignature } from '../../platform/ssh-signature.ts';
import type { Playbook } from '../../playbook/tree.ts';
import type { Recorded } from '../../timeline/bundle/headers.ts';
import { isSignedBy } from '../../timeline/bundle/record-signature.ts';
import { type DecisionStatement, decisionNamespace, decisionText } from '../../timeline/decision.ts';
import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { planHash } from '../../timeline/plan.ts';
import { type Attestor, vouchingFault } from '../attestation.ts';
import { fold, foldEntry } from '../fold/fold.ts';
import { gateOf } from '../gate.ts';
import { mandateToStrike, mandateToUndo } from '../mandate.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import type { State } from '../state.ts';
import { undoStep } from '../step-names.ts';
import type { Finding } from './verdict.ts';
import { vouchedWords } from './vouched-words.ts';

export type SignatureChecks = {
  /** Null when the signature is this person's over this text; else why not. */
  personSignature(claim: SshSignature): Promise<string | null>;
};

type Asking = { plans: readonly string[]; credential: string | null };

type Court = {
  playbook: Playbook;
  attestor: Pick<Attestor, 'fault'>;
  /** What was added up of the entries before the one looked at. */
  state: State;
  /** By nonce. */
  askings: Map<string, Asking>;
  /** Plans whose text was purged: what they asked for cannot be told any more. */
  unreadable: Set<string>;
  /** Jobs of which an attempt was begun. */
  begun: Set<string>;
  count: { decisions: number; acceptances: number; calls: number; unread: number };
};

export async function checkDecisions(
  record: readonly Recorded[],
  playbook: Playbook,
  recordKey: string,
  checks: SignatureChecks,
): Promise<Finding> {
  const [first, ...rest] = record;
  if (first?.entry.type !== 'incident.declared') return { checked: 'Decisions: none could be looked at', faults: [] };
  const state = fold([first.entry]);
  const court: Court = {
    playbook,
    attestor: vouching(state, recordKey, checks),
    state,
    askings: new Map(),
    unreadable: new Set(),
    begun: new Set(),
    count: { decisions: 0, acceptances: 0, calls: 0, unread: 0 },
  };
  const faults: RecordFault[] = [];
  for (const { entry } of rest) {
    const fault = await judge(court, entry);
    if (fault !== null) faults.push({ seq: entry.seq, what: `Entry ${entry.seq} (${entry.type}): ${fault}.` });
  }
  const { decisions, acceptances, calls, unread } = court.count;
  const purged =
    unread === 0
      ? ''
      : ` (for ${unread} of them the text of the plan was purged: that somebody agreed is all that could be checked)`;
  const agreed = `${acceptances} acceptances against the ladder of the playbook${purged}`;
  const answers = `${decisions} signed answers to what was asked (${vouchedWords(record.map(({ entry }) => entry))})`;
  return { checked: `Decisions: ${answers}, ${agreed}, ${calls} calls behind them`, faults };
}

/** Signatures by the keys that the record pins at that moment; each is checked once. */
function vouching(state: State, recordKey: string, checks: SignatureChecks): Court['attestor'] {
  const known = new Map<string, Promise<string | null>>();
  const faultOf = (statement: DecisionStatement, attestation: Parameters<Attestor['fault']>[1], byBot: boolean) => {
    const text = decisionText(statement);
    if (attestation.by === 'bot') {
      if (!byBot && statement.slack === undefined)
        return Promise.resolve('only the bot vouches for it, and a real incident needs the signature of the person');
      return Promise.resolve(isSignedBy(recordKey, text, attestation.signature) ? null : 'the record key did not sign it');
    }
    const publicKey = state.people.find(({ id }) => id === statement.person)?.ssh ?? null;
    if (publicKey === null) return Promise.resolve(`the record lists no SSH key of ${statement.person}`);
    const { signature } = attestation;
    const claim = { publicKey, namespace: decisionNamespace, text, signature };
    const key = JSON.stringify(claim);
    const answer = known.get(key) ?? checks.personSignature(claim);
    known.set(key, answer);
    return answer;
  };
  return { fault: faultOf };
}

/** Looks at one entry, then takes it into account. */
async function judge(court: Court, entry: Entry): Promise<string | null> {
  const before = await faultBefore(court, entry);
  foldEntry(court.state, entry);
  return before ?? (entry.type === 'gate.accepted' ? acceptanceFault(court, entry) : null);
}

function faultBefore(court: Court, entry: Entry): Promise<string | null> | string | null {
  switch (entry.type) {
    case 'plan.made':
      return planFault(court, entry);
    case 'gate.opened':
      return ask(court, entry.data.nonce, { plans: entry.data.plans, credential: null });
    case 'undo.offered':
      return ask(court, entry.data.nonce, { plans: [entry.data.plan], credential: entry.data.credential });
    case 'decision.recorded':
      return decisionFault(court, entry);
    case 'gate.accepted':
      return askedFault(court, entry);
    case 'step.started':
      court.begun.add(entry.data.job);
      return callFault(court, entry);
    case 'step.done':
    case 'step.failed':
    case 'step.late':
      return answerFault(court, entry);
    default:
      return null;
  }
}

function planFault({ unreadable }: Court, { data, body }: EntryOf<'plan.made'>): string | null {
  if (body === null) {
    unreadable.add(data.plan);
    return null;
  }
  unreadable.delete(data.plan);
  if (planHash(body.plan) !== data.plan) return 'the plan that is written down is not the one that its hash names';
  const { reversible, mass } = body.plan;
  return reversible === data.reversible && mass === data.mass ? null : 'the plan says something else of itself than its header';
}

/** A nonce asks once: else an old answer would count again. */
function ask({ askings }: Court, nonce: string, asking: Asking): string | null {
  if (askings.has(nonce)) return 'it asks under the nonce of an earlier asking';
  askings.set(nonce, asking);
  return null;
}

async function decisionFault(
  { askings, state, attestor, count }: Court,
  entry: EntryOf<'decision.recorded'>,
): Promise<string | null> {
  count.decisions += 1;
  const { nonce, plan, verdict, person, credential, attestation: by, signature, slack } = entry.data;
  const asking = askings.get(nonce);
  if (asking === undefined) return `nothing before it asked for an answer under the nonce ${nonce}`;
  if (!asking.plans.includes(plan)) return `plan ${plan.slice(0, 8)} was not among those that were asked about`;
  if ((verdict === 'undo') !== (asking.credential !== null) || credential !== asking.credential)
    return 'it answers something else than what was asked';
  if (!state.people.some(({ id }) => id === person)) return `${person} is not among the people of this incident`;
  const made = slack === undefined ? {} : { slack };
  const statement = { v: 1, incident: entry.incident, plan, verdict, person, nonce, ...made } as const;
  const fault = await vouchingFault(attestor, state, statement, { by, signature });
  return fault === null ? null : `the decision of ${person} does not hold: ${fault}`;
}

function askedFault({ state, count }: Court, { data }: EntryOf<'gate.accepted'>): string | null {
  count.acceptances += 1;
  const gate = state.gate;
  if (gate === null || gate.nonce !== data.nonce || gate.stage !== data.stage) return 'it accepts what was not asked';
  return gate.plans.includes(data.plan) ? null : 'the accepted plan was not on offer';
}

/** With the acceptance taken into account: does what it claims to rest on bear it? */
async function acceptanceFault(court: Court, { data }: EntryOf<'gate.accepted'>): Promise<string | null> {
  const { state, playbook, attestor, unreadable, count } = court;
  if (unreadable.has(data.plan)) {
    count.unread += 1;
    return agreedFault(state, playbook, data.plan);
  }
  const target = state.plans.get(data.plan)?.targets[0]?.credential ?? '';
  const mandate = await mandateToStrike(state, playbook, target, attestor);
  return 'missing' in mandate ? `the acceptance does not hold: ${mandate.missing}` : null;
}

/** All that is left to ask when the plan's text is gone. */
function agreedFault({ gate, public: isPublic }: State, playbook: Playbook, plan: string): string | null {
  if (gate?.acceptedBy === 'public-leak') {
    const may = isPublic && gateOf(playbook, gate.stage)?.publicLeak === 'act';
    return may ? null : 'nobody agreed to it, and nothing allows to act before people are asked';
  }
  const isAgreed = gate?.decisions.some((decision) => decision.plan === plan && decision.verdict !== 'reject') ?? false;
  return isAgreed || gate?.acceptedBy === 'expiry' ? null : 'nobody agreed to it';
}

/** Before each call that changes something, a decision that the record holds; each attempt is looked at. */
async function callFault(court: Court, { data }: EntryOf<'step.started'>): Promise<string | null> {
  const { state, playbook, attestor, unreadable, count } = court;
  const action = data.action.replace(/@[0-9]+$/, '');
  const expected = doOf(playbook, data.step);
  if (data.step === undoStep ? !action.endsWith('.undo') : action !== expected) {
    return `the action "${action}" is not the one of step "${data.step}"`;
  }
  if (!action.endsWith('.strike') && !action.endsWith('.undo')) return null;
  count.calls += 1;
  const credential = data.credential ?? '';
  const planned = action.endsWith('.undo') ? state.credentials.get(credential)?.undo?.plan : state.inForce;
  if (planned != null && unreadable.has(planned)) return null;
  const mandate = await (action.endsWith('.undo') ? mandateToUndo : mandateToStrike)(state, playbook, credential, attestor);
  return 'missing' in mandate ? `a call without a decision that holds: ${mandate.missing}` : null;
}

/** What was answered, was asked: no call is told of whose attempt was not recorded before it. */
function answerFault({ begun }: Court, { data, body }: EntryOf<'step.done' | 'step.failed' | 'step.late'>): string | null {
  const isToldOf = (body?.calls ?? []).length > 0;
  return isToldOf && !begun.has(data.job) ? 'it tells of calls in an attempt that was never begun' : null;
}

function doOf(playbook: Playbook, id: string): string | null {
  const step = playbook.stages.flatMap(({ steps }) => steps).find((candidate) => candidate.id === id);
  return step?.type === 'do' ? step.do : null;
}
