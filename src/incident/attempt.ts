/** One attempt at a job: recorded before its first call, checked against the record, and its answer recorded after. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db, Query } from '../platform/db/db.ts';
import { draft } from '../timeline/entry.ts';
import type { Action, ActionInput, Result } from './action.ts';
import { inputFor } from './action-input.ts';
import { credentialOrNull } from './commands/members.ts';
import { type Consequence, record } from './consequence.ts';
import { lease } from './lease.ts';
import { onIncident } from './locked.ts';
import type { Memory } from './memory.ts';
import { type Allowed, type Left, type Permission, type PermissionParts, permission } from './permission.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import type { KnownPerson } from './recorded-people.ts';
import { clip, consequencesOfResult, undoOffered } from './results.ts';
import { holdJob, isStopped } from './rows/brake-row.ts';
import { type Ground, groundOf, holdsLease, type Job, type LeasedJob, takeJob } from './rows/job-row.ts';
import { type Locked, stateOf } from './scene.ts';
import { reopenOthers } from './shared-cut.ts';
import { carryOutAll, endTurn, writeTurn } from './turn.ts';
import { beginTurn, type Turn, type TurnParts } from './turn-underway.ts';

export type AttemptParts = PermissionParts & {
  db: Db;
  clock: Clock;
  memory: Memory;
  turn: TurnParts;
  playbooks: PinnedPlaybooks;
  /** How long a claim holds without renewal. */
  leaseMs: number;
  jitter(): number;
  /** Names for the ids in the record. */
  names(): readonly KnownPerson[];
};

/** What the answer needs later; made when the attempt begins. */
export type Attempt = {
  job: LeasedJob;
  action: Action;
  input: ActionInput;
  plan: { hash: string; reversible: boolean } | null;
};

/** Commits that an attempt is about to be made; null when this job may not, or need not, be done. */
export function beginAttempt(parts: AttemptParts, job: LeasedJob): Promise<Attempt | null> {
  const alongside = (query: Query) => Promise.all([holdsLease(query, job), isStopped(query, job.provider)]);
  return onIncident(parts, job.incident, alongside, async (locked, [holds, stopped]) => {
    if (!holds) return null;
    return beginLocked(parts, locked, job, stopped);
  });
}

/** The same for a job that was claimed in this very transaction. */
export async function beginLocked(
  parts: AttemptParts,
  locked: Locked,
  job: LeasedJob,
  stopped: boolean,
): Promise<Attempt | null> {
  const turn = beginTurn(parts.turn, locked, parts.clock.now());
  const allowed = await permission(parts, turn, job, stopped);
  if ('held' in allowed) return holdUntilResume(turn, job);
  if ('refused' in allowed) return refuseJob(turn, job, allowed);
  if ('idle' in allowed) return passOver(turn, job, allowed.idle);
  if ('left' in allowed) return leaveToPeople(turn, job, allowed.left);
  await endTurn(turn, [record(startedEntry(job, allowed.action))], { actor: 'bot', dedupe: `${keyOf(job)}:start` });
  return attemptOf(turn, job, allowed);
}

const keyOf = (job: LeasedJob) => `job:${job.id}:${job.lease}`;

function startedEntry(job: LeasedJob, action: Action) {
  return draft('step.started', {
    step: job.ref,
    credential: credentialOrNull(job.credential),
    action: `${action.name}@${action.version}`,
    job: job.id,
    attempt: job.attempts,
  });
}

function attemptOf(turn: Turn, job: LeasedJob, { action, plan }: Allowed): Attempt {
  const target = plan?.plan.targets.find((candidate) => candidate.credential === job.credential);
  const reversible = target?.calls.every((call) => call.reversible) ?? false;
  return {
    job,
    action,
    plan: plan === null ? null : { hash: plan.hash, reversible },
    input: inputFor(turn, job, plan?.plan ?? null),
  };
}

/** Whether the worker, once its answer is recorded, goes on with the incident's next job. */
export type After = 'stop' | 'go on';

/**
 * Records the answer. It counts only under the job's own lease; one that comes too late is remembered all the same. With
 * `go on` the next due job of the incident is begun in the same transaction, where one may be.
 */
export function endAttempt(
  parts: AttemptParts,
  attempt: Attempt,
  { result, via }: { result: Result; via: 'run' | 'probe' },
  after: After,
): Promise<Attempt | null> {
  const { job } = attempt;
  const now = parts.clock.now();
  const keys = [`${keyOf(job)}:end`, `${keyOf(job)}:late`];
  const alongside = (query: Query) => groundOf(query, job, { now, keys });
  return onIncident(parts, job.incident, alongside, async (locked, ground) => {
    // The connection may have broken after the commit and before we heard of it.
    if (ground.written) return null;
    const turn = beginTurn(parts.turn, locked, now);
    if (!ground.holds) {
      await endTurn(turn, late(attempt, result), { actor: 'bot', dedupe: `${keyOf(job)}:late` });
      return null;
    }
    await recordAnswer(parts, turn, attempt, { result, via });
    const next = after === 'stop' ? null : await beginNext(parts, turn, job, ground);
    await writeTurn(turn, { actor: 'bot', dedupe: `${keyOf(job)}:end` });
    if (result.kind === 'done' && result.output.undone === true) {
      const { id: incident, number } = locked.row;
      await reopenOthers(parts, locked, { incident, number, credential: job.credential, key: keyOf(job) });
    }
    return next;
  });
}

async function recordAnswer(
  parts: AttemptParts,
  turn: Turn,
  { job, action, plan }: Attempt,
  { result, via }: { result: Result; via: 'run' | 'probe' },
): Promise<void> {
  if (result.kind === 'done' || result.kind === 'failed') {
    turn.ended = { id: job.id, status: 'done' };
  }
  const answered = {
    job,
    action,
    credential: turn.scene.credentials.find((credential) => credential.id === job.credential) ?? null,
    residuals: stateOf(turn.scene).credentials.get(job.credential)?.residuals ?? [],
    plan,
    via,
    at: turn.at,
    jitter: parts.jitter(),
  };
  await carryOutAll(turn, consequencesOfResult(answered, result));
}

/** The job that follows, begun at the place at the provider that this one leaves; null where that is not so simple. */
async function beginNext(
  parts: AttemptParts,
  turn: Turn,
  over: LeasedJob,
  { ready, stopped }: Ground,
): Promise<Attempt | null> {
  const isNear = ({ kind, runAt, provider }: Job) =>
    kind === 'action' && runAt <= turn.at && (provider === '' || provider === over.provider);
  const stillThere = ready !== null && turn.scene.members.get(ready.ref)?.get(ready.credential)?.job === ready.id;
  const job = stillThere ? ready : [...turn.queued.values()].find(isNear);
  if (job === undefined || turn.row.status === 'closed') return null;
  const taken = takeJob(job, { now: turn.at, ...lease(turn.at, parts.leaseMs) }, over.slot);
  const allowed = await permission(parts, turn, taken, stopped);
  if (!('action' in allowed)) return null;
  turn.taken = taken;
  await carryOutAll(turn, [record(startedEntry(taken, allowed.action))]);
  return attemptOf(turn, taken, allowed);
}

/** A row in the job table is not a power to revoke: no call is made, and everybody hears of it. */
async function refuseJob(turn: Turn, job: LeasedJob, { refused, so }: Extract<Permission, { refused: string }>): Promise<null> {
  turn.ended = { id: job.id, status: 'refused' };
  const where = job.credential === '' ? job.ref : `${job.ref} of ${job.credential}`;
  const text = `A job for ${where} was refused before any call: ${refused}. Nothing was changed outside.`;
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const consequences: Consequence[] = [record(draft('alarm.raised', { code: 'job-refused', job: job.id }, { text }))];
  if (so === 'stick') {
    const entry = draft('step.stuck', { ...place, class: 'denied' }, { reason: text, byHand: null });
    consequences.push({ type: 'stick', step: job.ref, credential: job.credential, entry });
  }
  if (so === 'ask') {
    const failure = { ...place, attempt: job.attempts, class: 'replan', retryAt: turn.at.toISOString() };
    consequences.push(record(draft('step.failed', failure, { reason: text }), { type: 'replan' }));
  }
  await endTurn(turn, consequences, { actor: 'bot', dedupe: `job:${job.id}:${randomUUID()}:refused` });
  return null;
}

/** No attempt was made; people see that it waits, and may do it by hand or without it. */
async function holdUntilResume(turn: Turn, job: LeasedJob): Promise<null> {
  await holdJob(turn.later, job.id);
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const waits = draft('step.waiting', place, { summary: 'Calls are stopped: this one waits for resume.' });
  await endTurn(turn, [record(waits)], { actor: 'bot', dedupe: `${keyOf(job)}:held` });
  return null;
}

/** Done without a call. */
async function passOver(turn: Turn, job: LeasedJob, summary: string): Promise<null> {
  turn.ended = { id: job.id, status: 'done' };
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const entry = draft('step.done', { ...place, via: 'run' }, { summary, calls: [] });
  const settle = { type: 'settle', step: job.ref, credential: job.credential, entry } as const;
  await endTurn(turn, [settle], { actor: 'bot', dedupe: `${keyOf(job)}:end` });
  return null;
}

/** No attempt was made: what is to be done is said, and waits for a person. */
async function leaveToPeople(turn: Turn, job: LeasedJob, failure: Left): Promise<null> {
  turn.ended = { id: job.id, status: 'done' };
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const said = { reason: clip(failure.reason), byHand: failure.byHand ?? null };
  const entry = draft('step.stuck', { ...place, class: failure.class }, said);
  const stick = { type: 'stick', step: job.ref, credential: job.credential, entry } as const;
  await endTurn(turn, [stick], { actor: 'bot', dedupe: `${keyOf(job)}:end` });
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
