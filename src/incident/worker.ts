/** Claims what is due and does it: attempts at an action, timers, the end of what was held long enough, words to the witness. */
import { DatabaseError, type Query } from '../platform/db/db.ts';
import type { Playbook } from '../playbook/tree.ts';
import { type Attempt, beginAttempt, beginLocked } from './attempt.ts';
import type { Consequence } from './consequence.ts';
import { dueOf } from './due.ts';
import { earliestOf, heldToTheEnd, type Waiting } from './earliest.ts';
import { lease } from './lease.ts';
import { lockIn, onIncident } from './locked.ts';
import { isStopped } from './rows/brake-row.ts';
import { claimJob, holdsLease, isAnyDue, type LeasedJob, requeueJob } from './rows/job-row.ts';
import { describe, type RunParts, runAttempt, type Stops } from './run-attempt.ts';
import { stateOf } from './scene.ts';
import type { State } from './state.ts';
import { endTurn } from './turn.ts';
import { beginTurn } from './turn-underway.ts';
import { tellWitness, type WitnessParts } from './witness-job.ts';

/** Jobs of one incident done in a row before a worker looks what else is due: others wait, too. */
const mostInARow = 16;
/** Another bot took the last place at the provider at the same moment. */
const placeTaken = '23505';

export type WorkParts = RunParts &
  Pick<WitnessParts, 'witness' | 'sign'> & {
    /** Makes the clock look where it has its time from; answers by how many milliseconds time stepped. */
    follow(): Promise<number>;
  };

/** A job in hand. `attempt` null: it needed no call; absent: nothing of it is begun yet. */
export type Taken = { job: LeasedJob; attempt?: Attempt | null };

/** `goOn` says whether more may be begun. */
export type Ends = Stops & { goOn(): boolean };

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
    attempt = await runAttempt(parts, attempt, ends, after);
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
