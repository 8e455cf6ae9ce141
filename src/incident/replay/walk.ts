/** What is known of an incident at one place of its record, as the replay walks along. */
import type { MachineState } from '../../playbook/step.ts';
import type { Playbook } from '../../playbook/tree.ts';
import { makesPlan } from '../../playbook/walk.ts';
import type { Movement } from '../../timeline/chain.ts';
import type { Entry } from '../../timeline/entry.ts';
import { type Demand, type Due, demandOf } from './due.ts';
import { type Members, noteMember } from './members.ts';

export type Walk = {
  playbook: Playbook;
  /** Null until the playbook began. */
  state: MachineState | null;
  /** What is still to be seen, next first: a move within a move puts its own in front. */
  due: Due[];
  members: Members;
  credentials: string[];
  /** Plan hashes on offer; those made since the last plan-making step began. */
  offered: string[];
  made: string[];
  gate: { stage: string; nonce: string } | null;
};

export const walkFrom = (playbook: Playbook): Walk => ({
  playbook,
  state: null,
  due: [],
  members: new Map(),
  credentials: [],
  offered: [],
  made: [],
  gate: null,
});

/** The entry that must come next; what happens without a word is carried out on the way to it. */
export function nextDemand(walk: Walk): Demand | null {
  for (let due = walk.due[0]; due !== undefined; due = walk.due[0]) {
    const demand = demandOf(due, walk);
    if (demand !== null) return demand;
    carryOut(walk);
  }
  return null;
}

/** What was due is met. */
export function carryOut(walk: Walk): void {
  const effect = walk.due.shift()?.effect;
  switch (effect?.type) {
    case 'start-step':
      walk.members.set(effect.step, new Map(partsOf(walk, effect.step).map((credential) => [credential, 'running'])));
      return;
    case 'stop-step':
      walk.members.delete(effect.step);
      return;
    case 'gate-closed':
      walk.gate = null;
      return;
    default:
  }
}

function partsOf({ playbook, credentials }: Walk, id: string): string[] {
  const found = stepOf(playbook, id);
  return found?.type === 'do' && found.each !== null ? credentials : [''];
}

const stepOf = (playbook: Playbook, id: string) =>
  playbook.stages.flatMap(({ steps }) => steps).find((candidate) => candidate.id === id);

/** Takes an entry into account. */
export function note(walk: Walk, entry: Entry, movement: Movement | null): void {
  noteMember(walk.members, entry, (movement?.event as { type?: string } | undefined)?.type ?? null);
  switch (entry.type) {
    case 'credential.added':
      walk.credentials.push(entry.data.credential);
      return;
    case 'plan.made':
      walk.made = entry.data.order === 1 ? [entry.data.plan] : [...walk.made, entry.data.plan];
      return;
    case 'step.done':
      noteOffer(walk, entry.data.step);
      return;
    case 'gate.closed':
      walk.gate = null;
      return;
    case 'gate.opened':
      walk.gate = { stage: entry.data.stage, nonce: entry.data.nonce };
      return;
    default:
  }
}

/** A plan-making step that is done offers what it made, and that may be nothing. */
function noteOffer(walk: Walk, id: string): void {
  const found = stepOf(walk.playbook, id);
  if (found === undefined || !makesPlan(found)) return;
  walk.offered = walk.made;
  walk.made = [];
}
