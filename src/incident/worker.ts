/** Does what is due: actions, timers, and the destruction of values that were held long enough. */
import { randomUUID } from 'node:crypto';
import { DatabaseError, type Query } from '../platform/db/db.ts';
import { steadyMs } from '../platform/following-clock.ts';
import type { Playbook } from '../playbook/tree.ts';
import type { ActionContext, ActionLog, Result } from './action.ts';
import { failed } from './action.ts';
import { type After, type Attempt, type AttemptParts, beginAttempt, beginLocked, endAttempt } from './attempt.ts';
import type { Consequence } from './consequence.ts';
import { dueOf } from './due.ts';
import { earliestOf, heldToTheEnd, type Waiting } from './earliest.ts';
import { keepLease, lease } from './lease.ts';
import { lockIn, onIncident } from './locked.ts';
import { recordOf } from './record-of.ts';
import { isStopped } from './rows/brake-row.ts';
import { claimJob, holdsLease, isAnyDue, type LeasedJob, releaseJob, requeueJob } from './rows/job-row.ts';
import { stateOf } from './scene.ts';
import type { State } from './state.ts';
import { endTurn } from './turn.ts';
import { beginTurn } from './turn-underway.ts';
import { tellWitness, type WitnessParts } from './witness-job.ts';

/** Answers are kept in memory this long while the database is away; after that the probe finds out what happened. */
const recordLimitMs = 60_000;
const recordRetryMs = 500;
/** An answer that a working database refuses this often will not be taken: a person is asked instead. */
const mostRefusals = 5;
/** An action that does not end when it is told to is left alone after this: it may hold neither its slot nor a shutdown. */
const deafMs = 5_000;
/** Jobs of one incident done in a row before a worker looks what else is due: others wait, too. */
const mostInARow = 16;
/** Another bot took the last place at the provider at the same moment. */
const placeTaken = '23505';

export type WorkParts = AttemptParts &
  Pick<WitnessParts, 'witness' | 'sign'> & {
    log: ActionLog & { error(fields: Record<string, string>, message: string): void };
    /** Makes the clock look where it has its time from; answers by how many milliseconds time stepped. */
    follow(): Promise<number>;
    /** Real waiting, over early when `until` aborts; tests own it. */
    sleep(ms: number, until?: AbortSignal): Promise<void>;
  };

/** A job in hand. `attempt` null: it needed no call; absent: nothing of it is begun yet. */
export type Taken = { job: LeasedJob; attempt?: Attempt | null };

/**
 * `stop` aborts what runs and leaves it to the next worker; `goOn` says whether more may be begun. `holds`: what to call for a
 * look at every lease at once, since a person may have taken them away.
 */
export type Ends = { stop: AbortSignal; goOn(): boolean; holds?: Set<() => void> };

/** Claims and finishes one due job; false when none is due. */
export async function workOne(parts: WorkParts, stop: AbortSignal): Promise<boolean> {
  const taken = await claim(parts);
  if (taken !== null) await work(parts, taken, { stop, goOn: () => false });
  return taken !== null || isAnyDue(parts.db.query, { now: parts.clock.now() });
}

/**
 * The next due job, leased; its attempt is committed in the same transaction. Null when none is due, or none can be had right
 * now. `takeOver` false: only what nobody holds.
 */
export async function claim(parts: WorkParts, { takeOver }: { takeOver: boolean } = { takeOver: true }): Promise<Taken | null> {
  const now = parts.clock.now();
  const wish = { now, takeOver, ...lease(now, parts.leaseMs) };
  let job: LeasedJob | null = null;
  try {
    return await parts.db.transaction(async (query, later) => {
      job = await claimJob(query, wish);
      if (job === null || job.kind !== 'action') return job === null ? null : { job };
      const [locked, stopped] = await Promise.all([
        lockIn(parts, { query, later }, job.incident),
        isStopped(query, job.provider),
      ]);
      if (locked === null) return null;
      const attempt = await beginLocked(parts, locked, job, stopped);
      parts.memory.keep(locked.scene);
      return { job, attempt };
    });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === placeTaken) return null;
    if (job === null || (error instanceof DatabaseError && error.unreachable)) throw error;
    return claimAlone(parts, job, { error, takeOver });
  }
}

/** A job that cannot even be begun must not be claimed again and again before all others: it waits for its lease to end. */
async function claimAlone(
  parts: WorkParts,
  { id, incident }: LeasedJob,
  { error, takeOver }: { error: unknown; takeOver: boolean },
): Promise<Taken | null> {
  parts.log.error({ job: id, error: describe(error) }, 'a job could not be begun');
  parts.memory.forget(incident);
  const now = parts.clock.now();
  const job = await claimJob(parts.db.query, { now, takeOver, ...lease(now, parts.leaseMs) });
  return job === null ? null : { job };
}

export async function work(parts: WorkParts, { job, attempt }: Taken, ends: Ends): Promise<void> {
  switch (job.kind) {
    case 'timer':
    case 'reminder':
    case 'countdown': {
      const due = { kind: job.kind, ref: job.ref };
      return endWith(parts, job, due, ({ state, playbook, at }) => dueOf(state, playbook, due, at));
    }
    case 'expire-value': {
      const ref = job.ref === 'new' ? 'new' : 'leaked';
      const { credential } = job;
      return endWith(parts, job, { kind: job.kind, credential, ref }, () => [
        { type: 'destroy', credential, ref, why: heldToTheEnd },
      ]);
    }
    case 'witness':
      return tellWitness(parts, job);
    default:
      return workOn(parts, attempt === undefined ? await beginAttempt(parts, job) : attempt, ends);
  }
}

/** The attempt, and what follows it in the same incident. */
async function workOn(parts: WorkParts, first: Attempt | null, ends: Ends): Promise<void> {
  let attempt = first;
  for (let done = 1; attempt !== null; done += 1) {
    const after = () => (ends.goOn() && done < mostInARow ? 'go on' : 'stop');
    attempt = await workAttempt(parts, attempt, ends, after);
  }
}

async function workAttempt(
  parts: WorkParts,
  attempt: Attempt,
  { stop, holds }: Ends,
  after: () => After,
): Promise<Attempt | null> {
  const held = keepLease(parts, attempt.job);
  holds?.add(held.look);
  try {
    // Told so late that it may be begun, another may have it by now: that one looks first.
    if (!held.holds()) return null;
    const answered = await answer(parts, attempt, { stop, held });
    // A stop is not an answer: the next worker looks first whether the call took effect.
    if (stop.aborted && answered.result.kind === 'failed') {
      await releaseJob(parts.db.query, attempt.job);
      return null;
    }
    return await untilRecorded(parts, attempt, answered, { stop, after });
  } finally {
    holds?.delete(held.look);
    held.end();
  }
}

type Known = { state: State; playbook: Playbook; at: Date };

/** The job is over, with these consequences, if it is still ours. What comes before its time goes back to it: its row was moved. */
async function endWith(
  parts: WorkParts,
  job: LeasedJob,
  waiting: Waiting,
  decide: (known: Known) => Consequence[],
): Promise<void> {
  const mine = (query: Query) => holdsLease(query, job);
  await onIncident(parts, job.incident, mine, async (locked, holds) => {
    if (!holds) return null;
    const turn = beginTurn(parts.turn, locked, parts.clock.now());
    const earliest = earliestOf(stateOf(locked.scene), locked.playbook, waiting);
    if (earliest !== null && earliest > turn.at) {
      parts.log.warn({ job: job.id, due: job.ref, until: earliest.toISOString() }, 'a job came before its time');
      await requeueJob(locked.later, job.id, { ...job, runAt: earliest, attempts: 0 });
      return null;
    }
    turn.ended = { id: job.id, status: 'done' };
    const known = { state: stateOf(locked.scene), playbook: locked.playbook, at: turn.at };
    await endTurn(turn, decide(known), { actor: 'bot', dedupe: `job:${job.id}` });
    return null;
  });
}

type Answered = { result: Result; via: 'run' | 'probe' };
type Held = Pick<ReturnType<typeof keepLease>, 'lost' | 'holds'>;

/** Runs the action under its time limit; after an interrupted attempt it looks first. */
async function answer(
  parts: WorkParts,
  attempt: Attempt,
  { stop, held }: { stop: AbortSignal; held: Held },
): Promise<Answered> {
  const { action, job } = attempt;
  const limit = AbortSignal.timeout(action.limitMs);
  const signal = AbortSignal.any([stop, held.lost, limit]);
  try {
    const answered = await heeding(signal, lookThenRun(attempt, contextOf(parts, attempt, signal), held));
    return held.lost.aborted && answered.result.kind === 'failed' ? cutShort(attempt) : answered;
  } catch (error) {
    if (held.lost.aborted) return cutShort(attempt);
    const what = limit.aborted ? `it took longer than ${action.limitMs / 1000} s` : describe(error);
    parts.log.error({ action: action.name, job: job.id, error: what }, 'an action broke off');
    const failureClass = action.effect === 'read' ? 'retryable' : 'in-doubt';
    return { result: failed(failureClass, `${action.name} broke off: ${what}.`), via: 'run' };
  }
}

/** Nobody refused anything: we ended the call ourselves. */
function cutShort({ action }: Attempt): Answered {
  const what = `${action.name} was ended before its answer came, because its lease was over or the step was taken out of its hands.`;
  const effect = action.effect === 'read' ? 'It changes nothing.' : 'It may or may not have taken effect.';
  return { result: failed('in-doubt', `${what} ${effect}`), via: 'run' };
}

/** `work`, or an error when it does not end soon after it was told to. */
async function heeding<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const deaf = new Promise<never>((_, reject) => {
    const tell = () => {
      const timer = setTimeout(() => reject(new Error('it did not end when it was told to')), deafMs);
      over.signal.addEventListener('abort', () => clearTimeout(timer));
    };
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { signal: over.signal });
  });
  try {
    return await Promise.race([work, deaf]);
  } finally {
    // A word, not an error: that would carry a stack that nobody reads.
    over.abort('over');
  }
}

async function lookThenRun({ action, input, job }: Attempt, context: ActionContext, held: Held): Promise<Answered> {
  if (job.attempts > 1 && action.effect !== 'read' && action.probe !== undefined) {
    const recovery = await action.probe(input, context);
    if (recovery.kind === 'done') return { result: { kind: 'done', output: recovery.output }, via: 'probe' };
    if (recovery.kind === 'unknown' && action.effect === 'unsafe') {
      return {
        result: failed('fatal', `Nobody can tell whether an interrupted attempt at ${action.name} took effect.`),
        via: 'probe',
      };
    }
    // A process that stood still over its look may have been followed by another.
    if (!held.holds()) throw new Error('its lease is over');
  }
  return { result: await action.run(input, context), via: 'run' };
}

function contextOf(parts: WorkParts, { job }: Attempt, signal: AbortSignal): ActionContext {
  const place = { incident: job.incident, credential: job.credential };
  return {
    signal,
    key: job.id,
    attempt: job.attempts,
    progress: job.progress,
    clock: parts.clock,
    log: parts.log,
    value: (ref) => parts.turn.values.get(parts.db.query, { ...place, ref }),
    async record() {
      const found = await recordOf(parts.db.query, parts.playbooks, parts.names(), job.incident);
      if (found === null) throw new TypeError(`The incident ${job.incident} cannot be read back.`);
      return found;
    },
    async hold(ref, value) {
      const mine = (query: Query) => holdsLease(query, job);
      await onIncident(parts, job.incident, mine, async (locked, holds) => {
        // Two attempts that each hold a value of their own would set one and hand over the other.
        if (!holds) throw new Error('the job is in other hands, so no new value is held for it');
        const turn = beginTurn(parts.turn, locked, parts.clock.now());
        const hold = { type: 'hold', credential: job.credential, ref, value } as const;
        await endTurn(turn, [hold], { actor: 'bot', dedupe: `job:${job.id}:${job.lease}:hold:${randomUUID()}` });
        return null;
      });
    },
  };
}

/** The database may be away for a moment: an answer that happened must not get lost with it. */
async function untilRecorded(
  parts: WorkParts,
  attempt: Attempt,
  { result, via }: Answered,
  { stop, after }: { stop: AbortSignal; after(): After },
): Promise<Attempt | null> {
  const giveUpAt = steadyMs() + recordLimitMs;
  for (let refusals = 0; ; ) {
    try {
      const taken = refusals < mostRefusals ? result : unwritable(attempt);
      return await endAttempt(parts, attempt, { result: taken, via }, after());
    } catch (error) {
      parts.log.error({ job: attempt.job.id, error: describe(error) }, 'an answer could not be recorded yet');
      if (stop.aborted || steadyMs() >= giveUpAt) throw error;
      if (!(error instanceof DatabaseError && error.unreachable)) refusals += 1;
      await parts.sleep(recordRetryMs);
    }
  }
}

function unwritable({ action }: Attempt): Result {
  return failed('fatal', `${action.name} answered, but the database does not take what it answered: the log says why.`);
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
