/** What a move of the playbook leads to: steps to start, timers to set, people to ask. Pure. */
import type { MachineEffect } from '../playbook/step.ts';
import type { Playbook } from '../playbook/tree.ts';
import { draft } from '../timeline/entry.ts';
import { askAgainMs, passOnMs } from './asking.ts';
import { type Consequence, record } from './consequence.ts';
import { askAgainRef, passOnRef, stopAsking } from './gate-times.ts';
import type { Status } from './rows/incident-row.ts';

export type Scene = {
  playbook: Playbook;
  at: Date;
  detectedAt: Date;
  credentials: readonly string[];
  /** Plan hashes now on offer. */
  plans: string[];
  gate: { stage: string; nonce: string } | null;
  status: Status;
  /** Fresh, for an asking that opens now. */
  nonce: string;
  /** Whom an asking about `plans` that opens now before this stage addresses first. */
  addressed(stage: string): string[];
};

export function consequencesOf(effect: MachineEffect, cause: { type: string }, scene: Scene): Consequence[] {
  switch (effect.type) {
    case 'start-step':
      return startStep(effect.step, scene);
    case 'stop-step':
      return [{ type: 'clear-step', step: effect.step }];
    case 'start-timer': {
      const from = effect.from === 'now' ? scene.at : scene.detectedAt;
      return [{ type: 'set-timer', timer: effect.timer, runAt: new Date(from.getTime() + effect.afterMs) }];
    }
    case 'stop-timer':
      return [{ type: 'stop-timer', timer: effect.timer }];
    case 'gate-opened':
      return openGate(effect.stage, scene);
    case 'gate-expired':
      return scene.gate === null ? [] : [record(draft('gate.expired', scene.gate)), ...stopAsking(scene.gate)];
    case 'gate-closed':
      return closeGate(cause, scene);
    case 'finished':
      return finish(scene);
    default:
      return [record(passing(effect))];
  }
}

type Passing = Extract<MachineEffect, { type: `stage-${string}` | `clock-${string}` }>;

function passing(effect: Passing) {
  switch (effect.type) {
    case 'stage-started':
      return draft('stage.started', { stage: effect.stage });
    case 'stage-done':
      return draft('stage.done', { stage: effect.stage });
    case 'stage-warned':
      return draft('stage.warned', { stage: effect.stage });
    case 'stage-overdue':
      return draft('stage.overdue', { stage: effect.stage });
    case 'clock-warned':
      return draft('clock.warned', {});
    case 'clock-overdue':
      return draft('clock.overdue', {});
  }
}

function startStep(id: string, { playbook, credentials }: Scene): Consequence[] {
  const found = playbook.stages.flatMap((stage) => stage.steps).find((step) => step.id === id);
  if (found === undefined) throw new TypeError(`The playbook has no step "${id}".`);
  const clear: Consequence = { type: 'clear-step', step: id };
  if (found.type === 'by-hand') {
    return [clear, record(draft('step.asked', { step: id, group: found.group })), { type: 'start', step: id, credential: '' }];
  }
  const members = found.each === null ? [''] : credentials;
  return [clear, ...members.map((credential) => ({ type: 'start', step: id, credential }) as const)];
}

/** Asks people, unless there is nothing left to strike: then nobody is woken for it. */
function openGate(stageId: string, { playbook, plans, at, nonce, addressed }: Scene): Consequence[] {
  if (plans.length === 0) {
    return [record(draft('gate.unneeded', { stage: stageId }), { type: 'gate-unneeded', stage: stageId })];
  }
  const gate = playbook.stages.find((stage) => stage.id === stageId)?.gate;
  if (gate == null) throw new TypeError(`The stage "${stageId}" has no gate.`);
  const asking = { stage: stageId, nonce };
  const expiresAt = new Date(at.getTime() + gate.expiresMs);
  const opened = { ...asking, plans, expiresAt: expiresAt.toISOString(), asked: addressed(stageId) };
  return [{ type: 'asking', gate: asking }, record(draft('gate.opened', opened)), ...remindersOf(asking, at, expiresAt)];
}

function remindersOf(asking: { stage: string; nonce: string }, at: Date, expiresAt: Date): Consequence[] {
  const times: [string, number][] = [
    [askAgainRef(asking), askAgainMs],
    [passOnRef(asking), passOnMs],
  ];
  return times
    .map(([timer, ms]) => ({ type: 'set-timer', kind: 'reminder', timer, runAt: new Date(at.getTime() + ms) }) as const)
    .filter(({ runAt }) => runAt < expiresAt);
}

/** A gate that closes because of an answer is told of by that answer; only a void asking needs words of its own. */
function closeGate(cause: { type: string }, { gate }: Scene): Consequence[] {
  const over: Consequence = { type: 'asking', gate: null };
  if (gate === null) return [over];
  const told = cause.type.startsWith('gate-') ? [] : [record(draft('gate.closed', gate))];
  return [...told, over, ...stopAsking(gate)];
}

function finish({ credentials, status }: Scene): Consequence[] {
  const closed = record(draft('incident.closed', { why: 'the playbook is walked to its end' }));
  const alarm = uncontained(status, 'The playbook was walked to its end');
  return [...alarm, ...closing(credentials, 'the incident is closed'), closed];
}

/** An incident that ends while a credential may still work does not end in silence. `how` begins the sentence. */
export function uncontained(status: Status, how: string): Consequence[] {
  if (status !== 'open') return [];
  const text = `${how}, but not every credential is proven cut off. It may still work.`;
  return [record(draft('alarm.raised', { code: 'closed-uncontained', job: null }, { text }))];
}

/** What ends with an incident: every value that is still held, and everything still to do. */
export function closing(credentials: readonly string[], why: string): Consequence[] {
  const refs = ['leaked', 'new'] as const;
  return [
    ...credentials.flatMap((credential) => refs.map((ref) => ({ type: 'destroy', credential, ref, why }) as const)),
    { type: 'close' },
  ];
}
