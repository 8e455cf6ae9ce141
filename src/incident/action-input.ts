/** What an action is told of its incident. */
import { stricterMode, usualMode } from '../platform/config/kind-modes.ts';
import type { Plan } from '../timeline/plan.ts';
import type { ActionInput, KnownCredential } from './action.ts';
import type { LeasedJob } from './rows/job-row.ts';
import { stateNow, type Turn } from './turn-underway.ts';

export function inputFor(turn: Turn, job: LeasedJob, plan: Plan | null): ActionInput {
  const { row } = turn;
  const { title } = stateNow(turn);
  const credentials = knownCredentials(turn);
  return {
    incident: { id: row.id, number: row.number, title, detectedAt: row.detectedAt, practice: row.practice },
    step: job.ref,
    credential: credentials.find((credential) => credential.id === job.credential) ?? null,
    credentials,
    plan,
  };
}

/** The credentials with the mode that counts now: as the record pins it, or stricter where the configuration is. */
export function knownCredentials(turn: Turn): KnownCredential[] {
  const { credentials } = stateNow(turn);
  return turn.scene.credentials.map((credential) => {
    const pinned = credentials.get(credential.id)?.mode ?? usualMode;
    return { ...credential, mode: stricterMode(pinned, turn.parts.configured(credential.kind)) };
  });
}
