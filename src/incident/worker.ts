/** Does what is due: actions, timers, and the destruction of values that were held long enough. */
import { randomUUID } from 'node:crypto';
import { draft } from '../timeline/entry.ts';
import type { ActionContext, ActionLog, Result } from './action.ts';
import { failed } from './action.ts';
import { type Attempt, type AttemptParts, beginAttempt, endAttempt, locked, write } from './attempt.ts';
import { record } from './consequence.ts';
import { recordOf } from './record-of.ts';
import { claimJob, endJob, holdsLease, type LeasedJob, renewLease } from './rows/job-row.ts';
import { beginTurn, endTurn } from './turn.ts';

/** How long a claim holds without renewal: a killed worker's job is taken up again after this. */
const leaseMs = 15_000;
const heartbeatMs = 5_000;
/** Answers are kept in memory this long while the database is away; after that the probe finds out what happened. */
const recordLimitMs = 60_000;
const recordRetryMs = 500;

export type WorkParts = AttemptParts & {
  log: ActionLog & { error(fields: Record<string, string>, message: string): void };
  /** Real waiting; tests own it. */
  sleep(ms: number): Promise<void>;
};

/** Claims and finishes one due job; false when none is due. `stop` aborts what runs. */
export async function workOne(parts: WorkParts, stop: AbortSignal): Promise<boolean> {
  const job = await claim(parts);
  if (job !== null) await work(parts, job, stop);
  return job !== null;
}

export function claim(parts: WorkParts) {
  const now = parts.clock.now();
  return claimJob(parts.db.query, { now, lease: randomUUID(), leaseUntil: new Date(now.getTime() + leaseMs) });
}

export async function work(parts: WorkParts, job: LeasedJob, stop: AbortSignal): Promise<void> {
  if (job.kind === 'timer') return fireTimer(parts, job);
  if (job.kind === 'expire-value') return expireValue(parts, job);
  const attempt = await beginAttempt(parts, job);
  if (attempt === null) return;
  const answered = await answer(parts, attempt, stop);
  // A stop is not an answer: the lease runs out, and the next worker looks first whether the call took effect.
  if (stop.aborted && answered.result.kind === 'failed') return;
  await untilRecorded(parts, () => endAttempt(parts, attempt, answered.result, answered.via));
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

/** Runs the action under its time limit, renewing the lease; after an interrupted attempt it looks first. */
async function answer(parts: WorkParts, attempt: Attempt, stop: AbortSignal): Promise<Answered> {
  const lost = new AbortController();
  const heartbeat = setInterval(() => {
    const until = new Date(parts.clock.now().getTime() + leaseMs);
    renewLease(parts.db.query, attempt.job, until).then(
      (held) => held || lost.abort(),
      () => undefined,
    );
  }, heartbeatMs);
  const signal = AbortSignal.any([stop, lost.signal, AbortSignal.timeout(attempt.action.limitMs)]);
  try {
    return await lookThenRun(attempt, contextOf(parts, attempt, signal));
  } catch (error) {
    const what = signal.aborted ? `it took longer than ${attempt.action.limitMs / 1000} s` : describe(error);
    parts.log.error({ action: attempt.action.name, job: attempt.job.id, error: what }, 'an action broke off');
    const failureClass = attempt.action.effect === 'read' ? 'retryable' : 'in-doubt';
    return { result: failed(failureClass, `${attempt.action.name} broke off: ${what}.`), via: 'run' };
  } finally {
    clearInterval(heartbeat);
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
        const turn = beginTurn(parts.turn, scene.query, scene.row, scene.playbook, parts.clock.now());
        const hold = { type: 'hold', credential: job.credential, ref, value } as const;
        await endTurn(turn, [hold], { actor: 'bot', dedupe: `job:${job.id}:${job.lease}:hold` });
        return null;
      });
    },
  };
}

/** The database may be away for a moment: an answer that happened must not get lost with it. */
async function untilRecorded(parts: WorkParts, recordIt: () => Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + recordLimitMs;
  for (;;) {
    try {
      return await recordIt();
    } catch (error) {
      parts.log.error({ error: describe(error) }, 'an answer could not be recorded yet');
      if (Date.now() >= giveUpAt) throw error;
      await parts.sleep(recordRetryMs);
    }
  }
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
