/** What an action's answer means for its incident. Pure. */

import { draft } from '../timeline/entry.ts';
import { planHash } from '../timeline/plan.ts';
import { replacesLook } from '../timeline/proof.ts';
import type { Action, Failure, Output, Result } from './action.ts';
import { credentialOrNull } from './commands/members.ts';
import { type Consequence, record } from './consequence.ts';
import { type Addressed, settleProof } from './proof-result.ts';
import { pauseUntil, retryAt } from './retry.ts';
import type { CredentialRow } from './rows/credential-row.ts';
import type { LeasedJob } from './rows/job-row.ts';

export type Answered = {
  job: LeasedJob;
  action: Pick<Action, 'gives' | 'effect'>;
  /** The credential this job was for. */
  credential: CredentialRow | null;
  /** Residuals of it that the record still counts, by id, with who accepted each. */
  residuals: Addressed['residuals'];
  /** The plan that is being carried out, and whether its calls on this credential can be taken back. */
  plan: { hash: string; reversible: boolean } | null;
  via: 'run' | 'probe';
  at: Date;
  /** In [0, 1): spreads retries. */
  jitter: number;
};

export function consequencesOfResult(answered: Answered, result: Result): Consequence[] {
  const { job } = answered;
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  switch (result.kind) {
    case 'done':
      return [...learned(answered, result.output), settled(answered, result.output)];
    case 'again':
      return [
        {
          type: 'requeue',
          job: job.id,
          entry: draft('step.waiting', place, { summary: clip(result.summary), ...made(result.calls) }),
          runAt: new Date(answered.at.getTime() + result.inMs),
          failures: 0,
          attempts: 0,
          progress: result.progress,
        },
      ];
    case 'failed':
      return failed(answered, result.failure);
  }
}

function settled({ job, via }: Answered, output: Output): Consequence {
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  return {
    type: 'settle',
    step: job.ref,
    credential: job.credential,
    entry: draft('step.done', { ...place, via }, { summary: clip(output.summary), calls: output.calls ?? [] }),
  };
}

function failed(answered: Answered, failure: Failure): Consequence[] {
  const { job, at } = answered;
  const place = { step: job.ref, credential: credentialOrNull(job.credential), job: job.id };
  const calls = failure.calls ?? [];
  const reason = { reason: clip(failure.reason), ...(calls.length === 0 ? {} : { calls }) };
  // What an undo finds changed is no reason to plan the containment anew: a person decides.
  if (failure.class === 'replan' && answered.action.gives !== 'undo') {
    const entry = draft('step.failed', { ...place, attempt: job.attempts, class: 'replan', retryAt: at.toISOString() }, reason);
    return [record(entry, { type: 'replan' })];
  }
  const pause = paused(answered, failure);
  const next = retryAt(failure, { failures: job.failures, at, jitter: answered.jitter });
  if (next !== null) {
    return [
      ...pause,
      {
        type: 'requeue',
        job: job.id,
        entry: draft(
          'step.failed',
          { ...place, attempt: job.attempts, class: failure.class, retryAt: next.toISOString() },
          reason,
        ),
        runAt: next,
        failures: job.failures + 1,
        // Counted on: the next attempt looks first whether this one took effect, whatever was said of it.
        attempts: job.attempts,
        progress: job.progress,
      },
    ];
  }
  return [
    ...pause,
    ...seen(answered, failure),
    {
      type: 'stick',
      step: job.ref,
      credential: job.credential,
      entry: draft('step.stuck', { ...place, class: failure.class }, { ...reason, byHand: failure.byHand ?? null }),
    },
  ];
}

/** Who asks to be left alone is left alone by every job, of every incident. */
function paused({ job, at }: Answered, failure: Failure): Consequence[] {
  const until = pauseUntil(failure, at);
  if (until === null || job.provider === '') return [];
  return [{ type: 'pause', provider: job.provider, until, reason: clip(failure.reason) }];
}

/** A credential that was seen alive is alive, whatever was proven before. */
function seen({ credential }: Answered, { look }: Failure): Consequence[] {
  if (credential === null || look === undefined) return [];
  const { result, at, detail } = look;
  const { id, state } = credential;
  const said = record(draft('credential.seen', { credential: id, result }, { at, detail }));
  return [said, ...(result === 'alive' ? changed(id, state, 'alive') : [])];
}

/** What the output says beside "done". */
function learned(answered: Answered, output: Output): Consequence[] {
  const { credential } = answered;
  return [
    ...(output.plans === undefined ? [] : offered(output.plans)),
    ...(output.usage === undefined ? [] : [seenUsing(credential?.id ?? null, output.usage)]),
    ...(credential === null ? [] : learnedOf(answered, credential, output)),
  ];
}

function seenUsing(credential: string | null, { source, rows, more = 0 }: NonNullable<Output['usage']>): Consequence {
  return { type: 'usage', credential, source, rows, leftOut: more };
}

function offered(plans: NonNullable<Output['plans']>): Consequence[] {
  const hashes = plans.map(planHash);
  return [
    ...plans.map((plan, place) =>
      record(
        draft(
          'plan.made',
          { plan: hashes[place] as string, order: place + 1, reversible: plan.reversible, mass: plan.mass },
          { plan },
        ),
      ),
    ),
    { type: 'offer', plans: hashes },
  ];
}

function learnedOf(answered: Answered, credential: CredentialRow, output: Output): Consequence[] {
  const { id } = credential;
  const consequences: Consequence[] = [];
  if (output.facts !== undefined) {
    consequences.push(record(draft('credential.identified', { credential: id }, { facts: output.facts })));
    consequences.push({ type: 'credential', id, patch: { facts: output.facts } });
  }
  if (output.look !== undefined) {
    const { result, at, detail } = output.look;
    consequences.push(record(draft('credential.probed', { credential: id, result }, { at, detail })));
    if (replacesLook(credential.before, result)) consequences.push({ type: 'credential', id, patch: { before: output.look } });
    if (result === 'alive' && credential.state === 'unknown') consequences.push(...changed(id, 'unknown', 'alive'));
  }
  if (output.proof !== undefined) {
    consequences.push(
      ...settleProof({ credential, residuals: answered.residuals }, output.proof, output.residuals ?? [], output.keepNew),
    );
  }
  if (output.undone === true && answered.plan !== null) {
    consequences.push(...changed(id, credential.state, 'unknown'));
    consequences.push(record(draft('credential.undone', { credential: id, plan: answered.plan.hash }), { type: 'replan' }));
  }
  consequences.push(...undoOffered(answered.action, answered.plan, id, output));
  return consequences;
}

function changed(id: string, from: CredentialRow['state'], to: CredentialRow['state']): Consequence[] {
  if (from === to) return [];
  return [record(draft('credential.changed', { credential: id, from, to })), { type: 'credential', id, patch: { state: to } }];
}

/** After a strike that did something that can be taken back; one that found nothing left to do changed nothing. */
export function undoOffered(
  action: Pick<Action, 'gives'>,
  plan: Answered['plan'],
  credential: string,
  output: Output,
): Consequence[] {
  const struck = action.gives === 'strike' && (output.calls ?? []).length > 0;
  return struck && output.undoable !== false && plan?.reversible === true
    ? [{ type: 'offer-undo', credential, plan: plan.hash }]
    : [];
}

const made = (calls: { call: string; target: string; answer: string }[] = []) => (calls.length === 0 ? {} : { calls });

/** What a provider says at length is cut: the record holds what happened, not a page of it. In characters. */
const longestAnswer = 4_000;
export const clip = (text: string) => (text.length <= longestAnswer ? text : `${text.slice(0, longestAnswer)} […]`);
