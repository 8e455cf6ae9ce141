/** One attempt at a job: recorded before its first call, checked against the record, and its answer recorded after. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db, Query } from '../platform/db/db.ts';
import type { Playbook } from '../playbook/tree.ts';
import { draft } from '../timeline/entry.ts';
import type { Plan } from '../timeline/plan.ts';
import { readEntries } from '../timeline/read.ts';
import type { Action, ActionInput, Result } from './action.ts';
import type { Attestor } from './attestation.ts';
import { credentialOrNull } from './commands/members.ts';
import { type Consequence, record } from './consequence.ts';
import { fold } from './fold/fold.ts';
import { isUnplanned, mandateToStrike, mandateToUndo } from './mandate.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { clip, consequencesOfResult, undoOffered } from './results.ts';
import { readCredentials } from './rows/credential-row.ts';
import { type IncidentRow, lockIncident } from './rows/incident-row.ts';
import { endJob, holdsLease, type LeasedJob } from './rows/job-row.ts';
import { readMember } from './rows/member-row.ts';
import { reopenOthers } from './shared-cut.ts';
import type { State } from './state.ts';
import { beginTurn, endTurn, type TurnParts } from './turn.ts';

export type AttemptParts = {
  db: Db;
  clock: Clock;
  turn: TurnParts;
  playbooks: PinnedPlaybooks;
  attestor: Attestor;
  actions: ReadonlyMap<string, Action>;
  jitter(): number;
  /** Names for the ids in the record. */
  names(): { id: string; name: string }[];
};

/** An attempt that takes its process with it is not made for ever. */
const mostAttempts = 10;

/** What the answer needs later; made when the attempt begins. */
export type Attempt = {
  job: LeasedJob;
  action: Action;
  input: ActionInput;
  plan: { hash: string; reversible: boolean } | null;
};

type Scene = { query: Query; row: IncidentRow; playbook: Playbook; state: State };

/** Commits that an attempt is about to be made; null when this job may not, or need not, be done. */
export function beginAttempt(parts: AttemptParts, job: LeasedJob): Promise<Attempt | null> {
  return locked(parts, job, async (scene) => {
    if (!(await holdsLease(scene.query, job))) return null;
    const allowed = await permission(parts, scene, job);
    if ('refused' in allowed) return refuseJob(parts, scene, job, allowed);
    if ('idle' in allowed) return passOver(parts, scene, job, allowed.idle);
    const { action, plan } = allowed;
    const entry = draft('step.started', {
      step: job.ref,
      credential: credentialOrNull(job.credential),
      action: `${action.name}@${action.version}`,
      job: job.id,
      attempt: job.attempts,
    });
    await write(parts, scene, [record(entry)], `job:${job.id}:${job.lease}:start`);
    const target = plan?.plan.targets.find((candidate) => candidate.credential === job.credential);
    const reversible = target?.calls.every((call) => call.reversible) ?? false;
    return {
      job,
      action,
      plan: plan === null ? null : { hash: plan.hash, reversible },
      input: await inputFor(scene, job, plan?.plan ?? null),
    };
  });
}

type Permission =
  | { action: Action; plan: { plan: Plan; hash: string } | null }
  /** alarm: only said. stick: a person goes on. ask: what was agreed to does not hold, so people are asked anew. */
  | { refused: string; so: 'alarm' | 'stick' | 'ask' }
  /** There is nothing to call for. */
  | { idle: string };

/** Nothing that changes the outside runs without a decision that stands in the chain with signatures that hold. */
async function permission(parts: AttemptParts, scene: Scene, job: LeasedJob): Promise<Permission> {
  const member = await readMember(scene.query, job.incident, job.ref, job.credential);
  if (member?.job !== job.id) return { refused: 'no step asked for this job', so: 'alarm' };
  if (job.attempts > mostAttempts) return { refused: `it was begun ${mostAttempts} times without an answer`, so: 'stick' };
  const action = parts.actions.get(job.action ?? '');
  if (action === undefined) return { refused: `the action "${job.action}" does not exist in this version`, so: 'stick' };
  if (action.gives === 'proof' && isUnplanned(scene.state, job.credential) && isDead(scene.state, job.credential)) {
    return { idle: 'it was proven dead before' };
  }
  if (action.effect === 'read') return { action, plan: planInForce(scene.state) };
  if (action.gives === 'strike' && isUnplanned(scene.state, job.credential)) {
    return { idle: 'no plan asks for a call on it' };
  }
  const ask = action.gives === 'undo' ? mandateToUndo : mandateToStrike;
  const mandate = await ask(scene.state, scene.playbook, job.credential, parts.attestor);
  if (!('missing' in mandate)) return { action, plan: mandate };
  const agreed = action.gives === 'strike' && scene.state.gate?.state === 'accepted';
  return { refused: mandate.missing, so: agreed ? 'ask' : 'stick' };
}

const isDead = (state: State, credential: string) => state.credentials.get(credential)?.state === 'dead';

function planInForce(state: State): { plan: Plan; hash: string } | null {
  const plan = state.inForce === null ? undefined : state.plans.get(state.inForce);
  return plan === undefined || state.inForce === null ? null : { plan, hash: state.inForce };
}

async function inputFor({ query, row, state }: Scene, job: LeasedJob, plan: Plan | null): Promise<ActionInput> {
  const credentials = await readCredentials(query, job.incident);
  return {
    incident: { id: row.id, number: row.number, title: state.title, detectedAt: row.detectedAt, practice: row.practice },
    step: job.ref,
    credential: credentials.find((credential) => credential.id === job.credential) ?? null,
    credentials,
    plan,
  };
}

/** Records the answer. It counts only under the job's own lease; one that comes too late is remembered all the same. */
export async function endAttempt(parts: AttemptParts, attempt: Attempt, result: Result, via: 'run' | 'probe'): Promise<void> {
  await locked(parts, attempt.job, async (scene) => {
    const { job } = attempt;
    const key = `job:${job.id}:${job.lease}`;
    // The connection may have broken after the commit and before we heard of it.
    if (await wasWritten(scene.query, job.incident, [`${key}:end`, `${key}:late`])) return;
    if (!(await holdsLease(scene.query, job))) {
      await write(parts, scene, late(attempt, result), `${key}:late`);
      return;
    }
    if (result.kind === 'done' || result.kind === 'failed') await endJob(scene.query, job.id, 'done');
    const credentials = await readCredentials(scene.query, job.incident);
    const answered = {
      job,
      action: attempt.action,
      credential: credentials.find((credential) => credential.id === job.credential) ?? null,
      residuals: scene.state.credentials.get(job.credential)?.residuals ?? [],
      plan: attempt.plan,
      via,
      at: parts.clock.now(),
      jitter: parts.jitter(),
    };
    await write(parts, scene, consequencesOfResult(answered, result), `${key}:end`);
    if (result.kind !== 'done' || result.output.undone !== true) return;
    const { id: incident, number } = scene.row;
    await reopenOthers(parts, scene.query, { incident, number, credential: job.credential, key });
  });
}

async function wasWritten(query: Query, incident: string, keys: string[]): Promise<boolean> {
  const rows = await query('select seq from entry where incident = $1 and dedupe = any ($2)', [incident, keys]);
  return rows.length > 0;
}

/** Locks the job's incident for `work`; null when there is no such incident. */
export function locked<T>(parts: AttemptParts, job: LeasedJob, work: (scene: Scene) => Promise<T | null>): Promise<T | null> {
  return parts.db.transaction(async (query) => {
    const row = await lockIncident(query, job.incident);
    if (row === null) return null;
    const playbook = await parts.playbooks.read(query, row.playbook);
    return work({ query, row, playbook, state: fold(await readEntries(query, row.id, 'all')) });
  });
}

export async function write(parts: AttemptParts, scene: Scene, consequences: Consequence[], dedupe: string): Promise<void> {
  const turn = beginTurn(parts.turn, scene.query, scene.row, scene.playbook, parts.clock.now());
  await endTurn(turn, consequences, { actor: 'bot', dedupe });
}

/** A row in the job table is not a power to revoke: no call is made, and everybody hears of it. */
async function refuseJob(
  parts: AttemptParts,
  scene: Scene,
  job: LeasedJob,
  { refused, so }: Extract<Permission, { refused: string }>,
): Promise<null> {
  await endJob(scene.query, job.id, 'refused');
  const where = job.credential === '' ? job.ref : `${job.ref} of ${job.credential}`;
  const text = `A job for ${where} was refused before any call: ${refused}. Nothing was changed outside.`;
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const consequences: Consequence[] = [record(draft('alarm.raised', { code: 'job-refused', job: job.id }, { text }))];
  if (so === 'stick') {
    const entry = draft('step.stuck', { ...place, class: 'denied' }, { reason: text, byHand: null });
    consequences.push({ type: 'stick', step: job.ref, credential: job.credential, entry });
  }
  if (so === 'ask') {
    const failure = { ...place, attempt: job.attempts, class: 'replan', retryAt: parts.clock.now().toISOString() };
    consequences.push(record(draft('step.failed', failure, { reason: text }), { type: 'replan' }));
  }
  await write(parts, scene, consequences, `job:${job.id}:${randomUUID()}:refused`);
  return null;
}

/** Done without a call. */
async function passOver(parts: AttemptParts, scene: Scene, job: LeasedJob, summary: string): Promise<null> {
  await endJob(scene.query, job.id, 'done');
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const entry = draft('step.done', { ...place, via: 'run' }, { summary, calls: [] });
  const settle = { type: 'settle', step: job.ref, credential: job.credential, entry } as const;
  await write(parts, scene, [settle], `job:${job.id}:${job.lease}:end`);
  return null;
}

/** What took effect too late to count can still be taken back. */
function late({ job, action, plan }: Attempt, result: Result): Consequence[] {
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const calls = result.kind === 'done' ? (result.output.calls ?? []) : [];
  const entry = record(draft('step.late', place, { summary: clip(summaryOf(result)), calls }));
  const undo = result.kind === 'done' ? undoOffered(action, plan, job.credential, result.output) : [];
  return [entry, ...undo];
}

function summaryOf(result: Result): string {
  if (result.kind === 'failed') return result.failure.reason;
  return result.kind === 'done' ? result.output.summary : result.summary;
}
