/**
 * One turn of an incident, inside one transaction with its row locked: consequences are carried out in order, the playbook
 * moves, and everything is written. The only place where an incident changes.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { begin, step } from '../playbook/advance.ts';
import type { Advance, MachineEvent } from '../playbook/step.ts';
import { append } from '../timeline/append.ts';
import { draft } from '../timeline/entry.ts';
import { actsAtOnce } from './act-at-once.ts';
import { addressedFirst } from './asking.ts';
import { type Consequence, record } from './consequence.ts';
import { consequencesOf } from './effects.ts';
import { keepUsage } from './keep-usage.ts';
import { purge } from './purge-entry.ts';
import { cancelAllJobs, requeueJob } from './rows/job-row.ts';
import { pauseProvider } from './rows/pause-row.ts';
import { writeTurnRows } from './rows/turn-row.ts';
import {
  cancel,
  changeCredential,
  changeMember,
  clearStep,
  destroyValue,
  dropJobOf,
  hold,
  joinCredential,
  queue,
  remember,
  stateNow,
  type Turn,
} from './turn-underway.ts';
import { queueWitness } from './witness-due.ts';

/** Carries out the consequences, then writes. The turn is over after this. */
export async function endTurn(
  turn: Turn,
  consequences: readonly Consequence[],
  by: { actor: string; dedupe: string },
): Promise<void> {
  await carryOutAll(turn, consequences);
  await writeTurn(turn, by);
}

/** Carries out the consequences in memory; `writeTurn` must follow. */
export async function carryOutAll(turn: Turn, consequences: readonly Consequence[]): Promise<void> {
  for (const consequence of consequences) await carryOut(turn, consequence);
  await weighContainment(turn);
}

export async function writeTurn(turn: Turn, by: { actor: string; dedupe: string }): Promise<void> {
  const { later, row, scene, at } = turn;
  if (turn.additions.length > 0) stateNow(turn);
  row.position = await append(later, row.position, turn.additions, { at, ...by });
  scene.position = row.position;
  if (turn.additions.length > 0) scene.lastAt = at.toISOString();
  const { ended, taken } = turn;
  const jobs = [...turn.queued.values()];
  await writeTurnRows(later, { incident: row, members: [...turn.changed.values()], jobs, ended, taken });
  const toWitness = await queueWitness(turn);
  const isNews = toWitness || jobs.some(({ id, runAt }) => id !== taken?.id && runAt <= at);
  if (isNews) later("select pg_notify('staunch', '')");
}

async function carryOut(turn: Turn, consequence: Consequence): Promise<void> {
  const { later, row } = turn;
  switch (consequence.type) {
    case 'record':
      remember(turn, consequence.entry);
      if (consequence.event !== undefined) await move(turn, consequence.event);
      return;
    case 'settle':
    case 'stick':
      remember(turn, consequence.entry);
      await settleMember(turn, consequence.step, consequence.credential, consequence.type === 'settle' ? 'settled' : 'stuck');
      return;
    case 'start':
      if (consequence.entry !== undefined) remember(turn, consequence.entry);
      await startMember(turn, consequence.step, consequence.credential);
      if (consequence.entry !== undefined) await move(turn, { type: 'retried', step: consequence.step });
      return;
    case 'requeue':
      remember(turn, consequence.entry);
      // It failed, or looks again: it is not over.
      if (turn.ended?.id === consequence.job) turn.ended = null;
      await requeueJob(later, consequence.job, consequence);
      return;
    case 'offer':
      row.plans = consequence.plans;
      return;
    case 'offer-undo':
      remember(turn, draft('undo.offered', { credential: consequence.credential, plan: consequence.plan, nonce: nonce() }));
      return;
    case 'asking':
      row.gate = consequence.gate;
      return;
    case 'begin':
      await advance(turn, begin(turn.playbook), { type: 'begin' });
      return;
    case 'close':
      row.status = 'closed';
      turn.queued.clear();
      await cancelAllJobs(later, row.id);
      return;
    default:
      await changeRows(turn, consequence);
  }
}

type RowChange = Extract<
  Consequence,
  { type: 'join' | 'usage' | 'purge' | 'pause' | 'credential' | 'hold' | 'destroy' | 'clear-step' | 'set-timer' | 'stop-timer' }
>;

async function changeRows(turn: Turn, change: RowChange): Promise<void> {
  switch (change.type) {
    case 'join':
      return joinCredential(turn, change.credential);
    case 'usage':
      return keepUsage(turn, change);
    case 'purge':
      return purge(turn, change);
    case 'pause':
      return pauseProvider(turn.later, { ...change, reason: String(turn.parts.redact(change.reason)) });
    case 'credential':
      return changeCredential(turn, change.id, change.patch);
    case 'hold':
      await hold(turn, change);
      if (change.event !== undefined) await move(turn, change.event);
      return;
    case 'destroy':
      return destroyValue(turn, change.credential, change.ref, change.why);
    case 'clear-step':
      return clearStep(turn, change.step);
    case 'set-timer':
      return queue(turn, {
        kind: change.kind ?? 'timer',
        ref: change.timer,
        credential: '',
        action: null,
        runAt: change.runAt,
      });
    case 'stop-timer':
      return cancel(turn, change.kind ?? 'timer', change.timer, null);
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
  turn.scene.machine = next.state;
  const credentials = turn.scene.credentials.map((credential) => credential.id);
  for (const effect of next.effects) {
    const addressed = (stage: string) => addressedFirst(stateNow(turn), turn.playbook, stage, turn.row.plans);
    // Before it is closed it is seen whether it is contained: afterwards nothing changes any more.
    if (effect.type === 'finished') await weighContainment(turn);
    // Randomness costs: only an asking needs some.
    const fresh = effect.type === 'gate-opened' ? nonce() : '';
    const scene = { ...turn.row, playbook: turn.playbook, at: turn.at, credentials, nonce: fresh, addressed };
    for (const consequence of consequencesOf(effect, event, scene)) await carryOut(turn, consequence);
  }
  // Last: the asking's own timers are set by now, and stopped with it.
  if (next.effects.some(({ type }) => type === 'gate-opened')) await actAtOnce(turn);
}

/** A public leak is not left open while people wake up, where that can be taken back and everybody allowed it beforehand. */
async function actAtOnce(turn: Turn): Promise<void> {
  const state = stateNow(turn);
  if (state.gate?.state !== 'asking') return;
  const { stage, nonce } = state.gate;
  const acts = actsAtOnce(state, turn.playbook, state.gate, turn.parts.configured);
  if ('missing' in acts) return;
  const accepted = draft('gate.accepted', { stage, nonce, plan: acts.plan, by: 'public-leak' });
  await carryOut(turn, record(accepted, { type: 'gate-accepted', stage }));
}

/** A new job for this part of a step; an older one that may still run is cancelled. */
async function startMember(turn: Turn, stepId: string, credential: string): Promise<void> {
  const action = turn.parts.actionOf(turn.playbook, stepId);
  await dropJobOf(turn, stepId, credential);
  const job = action === null ? null : randomUUID();
  changeMember(turn, { step: stepId, credential, state: 'running', job });
  if (job !== null) queue(turn, { id: job, kind: 'action', ref: stepId, credential, action, runAt: turn.at });
}

/** The playbook hears of a step once: when no part of it runs any more. */
async function settleMember(turn: Turn, stepId: string, credential: string, state: 'settled' | 'stuck'): Promise<void> {
  await dropJobOf(turn, stepId, credential);
  changeMember(turn, { step: stepId, credential, state, job: null });
  let stuck = 0;
  for (const member of turn.scene.members.get(stepId)?.values() ?? []) {
    if (member.state === 'running') return;
    if (member.state === 'stuck') stuck += 1;
  }
  await move(turn, { type: stuck > 0 ? 'stuck' : 'settled', step: stepId });
}

/** Contained is a fact about the credentials, not a place in the playbook. */
async function weighContainment(turn: Turn): Promise<void> {
  const { row } = turn;
  if (row.status === 'closed') return;
  const contained = turn.scene.credentials.every(isContained);
  if (contained && row.status === 'open') {
    row.status = 'contained';
    remember(turn, draft('incident.contained', {}));
    await move(turn, { type: 'contained' });
  } else if (!contained && row.status === 'contained') {
    row.status = 'open';
    remember(turn, draft('incident.reopened', { why: 'a credential is no longer proven cut off' }));
    await move(turn, { type: 'reopened' });
  }
}

const isContained = ({ state, looseResiduals }: Turn['scene']['credentials'][number]) =>
  (state === 'cut-off' || state === 'dead') && looseResiduals === 0;

/** 128 bits: an asking can neither be guessed nor mistaken for another. */
const nonce = () => randomBytes(16).toString('hex');
