/** Does what is due: actions, timers, and the destruction of values that were held long enough. */
import { randomUUID } from 'node:crypto';
import { DatabaseError } from '../platform/db/db.ts';
import { draft } from '../timeline/entry.ts';
import type { ActionContext, ActionLog, Result } from './action.ts';
import { failed } from './action.ts';
import { type Attempt, type AttemptParts, beginAttempt, endAttempt, locked, write } from './attempt.ts';
import { record } from './consequence.ts';
import { keepLease, leaseEnd } from './lease.ts';
import { recordOf } from './record-of.ts';
import { claimJob, endJob, holdsLease, type LeasedJob, releaseJob } from './rows/job-row.ts';
import { beginTurn, endTurn } from './turn.ts';

/** Answers are kept in memory this long while the database is away; after that the probe finds out what happened. */
const recordLimitMs = 60_000;
const recordRetryMs = 500;
/** An answer that a working database refuses this often will not be taken: a person is asked instead. */
const mostRefusals = 5;
/** An action that does not end when it is told to is left alone after this: it may hold neither its slot nor a shutdown. */
const deafMs = 5_000;

export type WorkParts = AttemptParts & {
  log: ActionLog & { error(fields: Record<string, string>, message: string): void };
  /** Real waiting, over early when `until` aborts; tests own it. */
  sleep(ms: number, until?: AbortSignal): Promise<void>;
};

/** Claims and finishes one due job; false when none is due. `stop` aborts what runs and leaves it to the next worker. */
export async function workOne(parts: WorkParts, stop: AbortSignal): Promise<boolean> {
  const job = await claim(parts);
  if (job !== null) await work(parts, job, stop);
  return job !== null;
}

export function claim(parts: WorkParts): Promise<LeasedJob | null> {
  const now = parts.clock.now();
  return claimJob(parts.db.query, { now, lease: randomUUID(), leaseUntil: leaseEnd(now) });
}

export async function work(parts: WorkParts, job: LeasedJob, stop: AbortSignal): Promise<void> {
  if (job.kind === 'timer') return fireTimer(parts, job);
  if (job.kind === 'expire-value') return expireValue(parts, job);
  const attempt = await beginAttempt(parts, job);
  if (attempt === null) return;
  const lease = keepLease(parts, job);
  try {
    const answered = await answer(parts, attempt, { stop, lost: lease.lost });
    // A stop is not an answer: the next worker looks first whether the call took effect.
    if (stop.aborted && answered.result.kind === 'failed') return await releaseJob(parts.db.query, job);
    await untilRecorded(parts, attempt, answered, stop);
  } finally {
    lease.end();
  }
}

async function fireTimer(parts: WorkParts, job: LeasedJob): Promise<void> {
  await locked(parts, job, async (scene) => {
    if (!(await holdsLease(scene.query, job))) return null;
    await endJob(scene.query, job.id, 'done');
    const fired = record(draft('timer.fired', { timer: job.ref }), { type: 'timer', timer: job.ref });
    await write(parts, scene, [fired], `job:${job.id}`);
    return null;
  });
}

async function expireValue(parts: WorkParts, job: LeasedJob): Promise<void> {
  await locked(parts, job, async (scene) => {
    if (!(await holdsLease(scene.query, job))) return null;
    await endJob(scene.query, job.id, 'done');
    const ref = job.ref === 'new' ? 'new' : 'leaked';
    const destroy = { type: 'destroy', credential: job.credential, ref, why: 'it was held as long as allowed' } as const;
    await write(parts, scene, [destroy], `job:${job.id}`);
    return null;
  });
}

type Answered = { result: Result; via: 'run' | 'probe' };

/** Runs the action under its time limit; after an interrupted attempt it looks first. */
async function answer(parts: WorkParts, attempt: Attempt, ends: { stop: AbortSignal; lost: AbortSignal }): Promise<Answered> {
  const { action, job } = attempt;
  const limit = AbortSignal.timeout(action.limitMs);
  const signal = AbortSignal.any([ends.stop, ends.lost, limit]);
  try {
    const answered = await heeding(signal, lookThenRun(attempt, contextOf(parts, attempt, signal)));
    return ends.lost.aborted && answered.result.kind === 'failed' ? cutShort(attempt) : answered;
  } catch (error) {
    if (ends.lost.aborted) return cutShort(attempt);
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
    over.abort();
  }
}

async function lookThenRun({ action, input, job }: Attempt, context: ActionContext): Promise<Answered> {
  if (job.attempts > 1 && action.effect !== 'read' && action.probe !== undefined) {
    const recovery = await action.probe(input, context);
    if (recovery.kind === 'done') return { result: { kind: 'done', output: recovery.output }, via: 'probe' };
    if (recovery.kind === 'unknown' && action.effect === 'unsafe') {
      return {
        result: failed('fatal', `Nobody can tell whether an interrupted attempt at ${action.name} took effect.`),
        via: 'probe',
      };
    }
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
      await locked(parts, job, async (scene) => {
        // Two attempts that each hold a value of their own would set one and hand over the other.
        if (!(await holdsLease(scene.query, job))) throw new Error('the job is in other hands, so no new value is held for it');
        const turn = beginTurn(parts.turn, scene.query, scene.row, scene.playbook, parts.clock.now());
        const hold = { type: 'hold', credential: job.credential, ref, value } as const;
        await endTurn(turn, [hold], { actor: 'bot', dedupe: `job:${job.id}:${job.lease}:hold:${randomUUID()}` });
        return null;
      });
    },
  };
}

/** The database may be away for a moment: an answer that happened must not get lost with it. */
async function untilRecorded(parts: WorkParts, attempt: Attempt, { result, via }: Answered, stop: AbortSignal): Promise<void> {
  const giveUpAt = Date.now() + recordLimitMs;
  for (let refusals = 0; ; ) {
    try {
      return await endAttempt(parts, attempt, refusals < mostRefusals ? result : unwritable(attempt), via);
    } catch (error) {
      parts.log.error({ job: attempt.job.id, error: describe(error) }, 'an answer could not be recorded yet');
      if (stop.aborted || Date.now() >= giveUpAt) throw error;
      if (!(error instanceof DatabaseError && error.unreachable)) refusals += 1;
      await parts.sleep(recordRetryMs);
    }
  }
}

function unwritable({ action }: Attempt): Result {
  return failed('fatal', `${action.name} answered, but the database does not take what it answered: the log says why.`);
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
