/** Tells the witness how far an incident's record is. What it cannot be told now it is told later, for ever. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db, Query } from '../platform/db/db.ts';
import { draft } from '../timeline/entry.ts';
import { witnessLine } from '../timeline/witness.ts';
import { record } from './consequence.ts';
import { type LockParts, onIncident } from './locked.ts';
import { holdsLease, type LeasedJob, requeueJob } from './rows/job-row.ts';
import { absorbWaiting, endWitnessJob, readHead } from './rows/witness-job-row.ts';
import { endTurn } from './turn.ts';
import { beginTurn, type TurnParts } from './turn-underway.ts';

/** Where the lines go, outside the database. Throws when a line is not safely there, within seconds. */
export type Witness = { write(line: string): Promise<void> };

export type WitnessParts = LockParts & {
  db: Db;
  clock: Clock;
  turn: TurnParts;
  witness: Witness;
  /** Ed25519 by the record key over UTF-8 text, in base64. */
  sign(text: string): string;
  log: { error(fields: Record<string, string>, message: string): void };
};

const firstWaitMs = 1_000;
/** A disk that somebody makes room on is noticed within a minute. */
const longestWaitMs = 60_000;
/** After so many failures in a row it is no hiccup, and the incident says so. */
const failuresToAlarm = 5;

export async function tellWitness(parts: WitnessParts, job: LeasedJob): Promise<void> {
  const head = await readHead(parts.db.query, job.incident);
  if (head === null) return endWitnessJob(parts.db.query, job);
  const at = parts.clock.now().toISOString();
  const failure = await written(parts, witnessLine({ v: 1, at, incident: job.incident, ...head }, parts.sign));
  if (failure === null) return endWitnessJob(parts.db.query, job);
  parts.log.error({ incident: job.incident, error: failure }, 'the witness file could not be written; trying again');
  await tryLater(parts, job, failure);
}

async function written({ witness }: WitnessParts, line: string): Promise<string | null> {
  try {
    await witness.write(line);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The alarm is raised once: whoever goes on trying takes over how often the others have failed. */
async function tryLater(parts: WitnessParts, job: LeasedJob, failure: string): Promise<void> {
  await onIncident(parts, job.incident, holding(job), async (locked, holds) => {
    if (!holds) return null;
    const failures = Math.max(job.failures, await absorbWaiting(locked.query, job)) + 1;
    const now = parts.clock.now();
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 10));
    const next = { runAt: new Date(now.getTime() + waitMs), failures, attempts: 0, progress: null };
    await requeueJob(locked.later, job.id, next);
    if (failures !== failuresToAlarm) return null;
    const text = `The head of this record could not be written to the witness file ${failuresToAlarm} times: ${failure}. The incident goes on and its record is whole, but until the file can be written nothing outside the database vouches for it. Make room or mend the path; it is tried again by itself.`;
    const alarm = record(draft('alarm.raised', { code: 'witness-unwritten', job: job.id }, { text }));
    const turn = beginTurn(parts.turn, locked, now);
    await endTurn(turn, [alarm], { actor: 'bot', dedupe: `job:${job.id}:${job.lease}:${randomUUID()}` });
    return null;
  });
}

const holding = (job: LeasedJob) => (query: Query) => holdsLease(query, job);
