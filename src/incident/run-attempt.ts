/** One attempt while it runs: under its lease and time limit, looked at first after an interruption, and recorded in the end. */
import { randomUUID } from 'node:crypto';
import { DatabaseError, type Query } from '../platform/db/db.ts';
import { steadyMs } from '../platform/following-clock.ts';
import type { ActionContext, ActionLog, Result } from './action.ts';
import { failed } from './action.ts';
import { type After, type Attempt, type AttemptParts, endAttempt } from './attempt.ts';
import { keepLease } from './lease.ts';
import { onIncident } from './locked.ts';
import { recordOf } from './record-of.ts';
import { holdsLease, releaseJob } from './rows/job-row.ts';
import { spendCall } from './rows/spent-row.ts';
import { endTurn } from './turn.ts';
import { beginTurn } from './turn-underway.ts';

/** Answers are kept in memory this long while the database is away; after that the probe finds out what happened. */
const recordLimitMs = 60_000;
const recordRetryMs = 500;
/** An answer that a working database refuses this often will not be taken: a person is asked instead. */
const mostRefusals = 5;
/** An action that does not end when it is told to is left alone after this: it may hold neither its slot nor a shutdown. */
const deafMs = 5_000;
export type RunParts = AttemptParts & {
  log: ActionLog & { error(fields: Record<string, string>, message: string): void };
  /** Real waiting, over early when `until` aborts; tests own it. */
  sleep(ms: number, until?: AbortSignal): Promise<void>;
};

/**
 * `stop` aborts what runs and leaves it to the next worker. `looks`: what to call for a look at every lease at once, since a
 * person may have taken them away.
 */
export type Stops = { stop: AbortSignal; looks?: Set<() => void> };

/** Runs it and records the answer; the attempt that was begun with that, or null. */
export async function runAttempt(
  parts: RunParts,
  attempt: Attempt,
  { stop, looks }: Stops,
  after: () => After,
): Promise<Attempt | null> {
  const held = keepLease(parts, attempt.job);
  looks?.add(held.look);
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
    looks?.delete(held.look);
    held.end();
  }
}

type Answered = { result: Result; via: 'run' | 'probe' };
type Held = Pick<ReturnType<typeof keepLease>, 'lost' | 'holds'>;

/** Runs the action under its time limit; after an interrupted attempt it looks first. */
async function answer(parts: RunParts, attempt: Attempt, { stop, held }: { stop: AbortSignal; held: Held }): Promise<Answered> {
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

function contextOf(parts: RunParts, { job }: Attempt, signal: AbortSignal): ActionContext {
  const place = { incident: job.incident, credential: job.credential };
  return {
    signal,
    key: job.id,
    attempt: job.attempts,
    progress: job.progress,
    clock: parts.clock,
    log: parts.log,
    value: (ref) => parts.turn.values.get(parts.db.query, { ...place, ref }),
    spend: (provider, perHour) => spendCall(parts.db, { provider, perHour, at: parts.clock.now() }),
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
  parts: RunParts,
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

/** What went wrong, in its own words. */
export const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
