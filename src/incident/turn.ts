/**
 * One turn of an incident, inside one transaction with its row locked: consequences are carried out in order,
 * the playbook moves, and everything is written at the end. The only place where an incident changes.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Json } from '../platform/canonical.ts';
import type { Query } from '../platform/db/db.ts';
import { begin, step } from '../playbook/advance.ts';
import type { Advance, MachineEvent } from '../playbook/step.ts';
import type { Playbook } from '../playbook/tree.ts';
import { type Addition, append } from '../timeline/append.ts';
import { draft, type EntryDraft } from '../timeline/entry.ts';
import type { Plan } from '../timeline/plan.ts';
import type { Consequence } from './consequence.ts';
import { consequencesOf } from './effects.ts';
import type { HeldValues } from './held-values.ts';
import { type CredentialPatch, countUncontained, patchCredential, readCredentials } from './rows/credential-row.ts';
import { type IncidentRow, saveIncident } from './rows/incident-row.ts';
import { cancelAllJobs, cancelJobs, insertJob, requeueJob } from './rows/job-row.ts';
import { countMembers, dropMembers, putMember } from './rows/member-row.ts';

export type TurnParts = {
  values: HeldValues;
  redact(body: Json): Json;
  /** How long a value is held at most. */
  holdMs: number;
  /** The action behind a step outside the playbook (an undo), and behind each `do:` word. */
  actionOf(playbook: Playbook, step: string): string | null;
};

export type Turn = {
  parts: TurnParts;
  query: Query;
  row: IncidentRow;
  playbook: Playbook;
  at: Date;
  additions: Addition[];
};

export function beginTurn(parts: TurnParts, query: Query, row: IncidentRow, playbook: Playbook, at: Date): Turn {
  return { parts, query, row: { ...row }, playbook, at, additions: [] };
}

/** Carries out the consequences, then appends and saves. The turn is over after this. */
export async function endTurn(
  turn: Turn,
  consequences: readonly Consequence[],
  by: { actor: string; dedupe: string },
): Promise<void> {
  for (const consequence of consequences) await carryOut(turn, consequence);
  await weighContainment(turn);
  const additions = turn.additions.map((addition) => ({ ...addition, draft: redacted(turn, addition.draft) }));
  turn.row.position = await append(turn.query, turn.row.position, additions, { at: turn.at, ...by });
  await saveIncident(turn.query, turn.row);
  await turn.query("select pg_notify('staunch', '')");
}

async function carryOut(turn: Turn, consequence: Consequence): Promise<void> {
  switch (consequence.type) {
    case 'record':
      remember(turn, consequence.entry);
      if (consequence.event !== undefined) await move(turn, consequence.event);
      return;
    case 'settle':
    case 'stick':
      remember(turn, consequence.entry);
      await changeMember(turn, consequence.step, consequence.credential, consequence.type === 'settle' ? 'settled' : 'stuck');
      return;
    case 'start':
      if (consequence.entry !== undefined) remember(turn, consequence.entry);
      await startMember(turn, consequence.step, consequence.credential);
      if (consequence.entry !== undefined) await move(turn, { type: 'retried', step: consequence.step });
      return;
    case 'requeue':
      remember(turn, consequence.entry);
      await requeueJob(turn.query, consequence.job, consequence);
      return;
    case 'credential':
      await patchCredential(turn.query, turn.row.id, consequence.id, masked(turn, consequence.patch));
      return;
    case 'offer':
      turn.row.plans = consequence.plans;
      return;
    case 'offer-undo':
      remember(turn, draft('undo.offered', { credential: consequence.credential, plan: consequence.plan, nonce: nonce() }));
      return;
    case 'asking':
      turn.row.gate = consequence.gate;
      return;
    case 'begin':
      await advance(turn, begin(turn.playbook), { type: 'begin' });
      return;
    case 'close':
      turn.row.status = 'closed';
      await cancelAllJobs(turn.query, turn.row.id);
      return;
    default:
      await changeRows(turn, consequence);
  }
}

type RowChange = Extract<Consequence, { type: 'hold' | 'destroy' | 'clear-step' | 'set-timer' | 'stop-timer' }>;

async function changeRows(turn: Turn, change: RowChange): Promise<void> {
  const { query, row } = turn;
  switch (change.type) {
    case 'hold':
      return hold(turn, change);
    case 'destroy':
      return destroyValue(turn, change.credential, change.ref, change.why);
    case 'clear-step':
      await cancelJobs(query, row.id, 'action', change.step, null);
      return dropMembers(query, row.id, change.step);
    case 'set-timer': {
      const job = {
        id: randomUUID(),
        incident: row.id,
        kind: 'timer',
        ref: change.timer,
        credential: '',
        action: null,
      } as const;
      return insertJob(query, { ...job, runAt: change.runAt });
    }
    case 'stop-timer':
      return cancelJobs(query, row.id, 'timer', change.timer, null);
  }
}

async function move(turn: Turn, event: MachineEvent): Promise<void> {
  const next = step(turn.playbook, turn.row.state, event);
  if (next !== null) await advance(turn, next, event);
}

/** The entry that caused a move carries the event and the state it led to: what a replay must reproduce. */
async function advance(turn: Turn, next: Advance, event: MachineEvent | { type: 'begin' }): Promise<void> {
  const cause = turn.additions.findLast((addition) => addition.movement === null);
  if (cause === undefined) throw new TypeError('A playbook moves only because of something that was recorded.');
  cause.movement = { event, state: next.value };
  turn.row.state = next.state;
  if (next.effects.length === 0) return;
  const credentials = (await readCredentials(turn.query, turn.row.id)).map((credential) => credential.id);
  for (const effect of next.effects) {
    const scene = { ...turn.row, playbook: turn.playbook, at: turn.at, credentials, nonce: nonce() };
    for (const consequence of consequencesOf(effect, event, scene)) await carryOut(turn, consequence);
  }
}

function remember(turn: Turn, entry: EntryDraft): void {
  turn.additions.push({ draft: entry, movement: null });
}

/** A new job for this part of a step; an older one that may still run is cancelled. */
async function startMember(turn: Turn, stepId: string, credential: string): Promise<void> {
  const action = turn.parts.actionOf(turn.playbook, stepId);
  await cancelJobs(turn.query, turn.row.id, 'action', stepId, credential);
  const job = action === null ? null : randomUUID();
  await putMember(turn.query, turn.row.id, { step: stepId, credential, state: 'running', job });
  if (job === null) return;
  await insertJob(turn.query, {
    id: job,
    incident: turn.row.id,
    kind: 'action',
    ref: stepId,
    credential,
    action,
    runAt: turn.at,
  });
}

/** The playbook hears of a step once: when no part of it runs any more. */
async function changeMember(turn: Turn, stepId: string, credential: string, state: 'settled' | 'stuck'): Promise<void> {
  await cancelJobs(turn.query, turn.row.id, 'action', stepId, credential);
  await putMember(turn.query, turn.row.id, { step: stepId, credential, state, job: null });
  const left = await countMembers(turn.query, turn.row.id, stepId);
  if (left.running === 0) await move(turn, { type: left.stuck > 0 ? 'stuck' : 'settled', step: stepId });
}

async function hold(turn: Turn, wish: Extract<Consequence, { type: 'hold' }>): Promise<void> {
  const credentials = await readCredentials(turn.query, turn.row.id);
  const credential = credentials.find((candidate) => candidate.id === wish.credential);
  if (credential === undefined) throw new TypeError(`No credential ${wish.credential} to hold a value for.`);
  const fingerprint = turn.parts.values.fingerprint(credential.kind, wish.value);
  const place = { incident: turn.row.id, credential: wish.credential, ref: wish.ref };
  const until = new Date(turn.at.getTime() + turn.parts.holdMs);
  await turn.parts.values.put(turn.query, place, wish.value, credential.locator);
  const isNews = wish.ref === 'leaked' && fingerprint !== credential.fingerprint;
  if (isNews) await patchCredential(turn.query, turn.row.id, wish.credential, { fingerprint, before: null });
  await cancelJobs(turn.query, turn.row.id, 'expire-value', wish.ref, wish.credential);
  await insertJob(turn.query, {
    id: randomUUID(),
    incident: turn.row.id,
    kind: 'expire-value',
    ref: wish.ref,
    credential: wish.credential,
    action: null,
    runAt: until,
  });
  remember(turn, draft('value.held', { credential: wish.credential, ref: wish.ref, fingerprint, until: until.toISOString() }));
  if (wish.event !== undefined) await move(turn, wish.event);
}

/** Destroys a held value; says so only when there was one. */
async function destroyValue(turn: Turn, credential: string, ref: 'leaked' | 'new', why: string): Promise<void> {
  await cancelJobs(turn.query, turn.row.id, 'expire-value', ref, credential);
  const was = await turn.parts.values.destroy(turn.query, { incident: turn.row.id, credential, ref });
  if (was) remember(turn, draft('value.destroyed', { credential, ref, why }));
}

/** Contained is a fact about the credentials, not a place in the playbook. */
async function weighContainment(turn: Turn): Promise<void> {
  if (turn.row.status === 'closed') return;
  const contained = (await countUncontained(turn.query, turn.row.id)) === 0;
  if (contained && turn.row.status === 'open') {
    turn.row.status = 'contained';
    remember(turn, draft('incident.contained', {}));
    await move(turn, { type: 'contained' });
  } else if (!contained && turn.row.status === 'contained') {
    turn.row.status = 'open';
    remember(turn, draft('incident.reopened', { why: 'a credential is no longer proven cut off' }));
    await move(turn, { type: 'reopened' });
  }
}

/** What a provider told: an application's name may hold the very value. */
function masked({ parts }: Turn, patch: CredentialPatch): CredentialPatch {
  const { facts, before } = patch;
  return {
    ...patch,
    ...(facts === undefined ? {} : { facts: parts.redact(facts) }),
    ...(before == null ? {} : { before: { ...before, detail: String(parts.redact(before.detail)) } }),
  };
}

function redacted(turn: Turn, entry: EntryDraft): EntryDraft {
  if (entry.body === null) return entry;
  const body = turn.parts.redact(entry.body as Json);
  if (entry.type !== 'plan.made') return { ...entry, body } as EntryDraft;
  // What the hash covers is our own words and the locator: masked, it would not be the plan that people agree to.
  return { ...entry, body: { plan: { ...(body as { plan: Plan }).plan, targets: entry.body.plan.targets } } };
}

/** 128 bits: an asking can neither be guessed nor mistaken for another. */
const nonce = () => randomBytes(16).toString('hex');
