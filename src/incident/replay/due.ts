/** What a move of the playbook asks for and the record must say: each effect becomes the entry that tells of it. Pure. */
import type { MachineEffect } from '../../playbook/step.ts';
import type { Playbook } from '../../playbook/tree.ts';
import type { Entry, EntryName } from '../../timeline/entry.ts';

/** An effect that is still to be seen, and the event of the move that asked for it. */
export type Due = { effect: MachineEffect; cause: string };

/** The entry that must tell of an effect: its type, and the fields of its data that are certain. */
export type Demand = { type: EntryName; data: Record<string, unknown> };

/** Entries that stand in the record only because a move asked for them. */
const onDemand: ReadonlySet<EntryName> = new Set<EntryName>([
  'stage.started',
  'stage.done',
  'stage.warned',
  'stage.overdue',
  'clock.warned',
  'clock.overdue',
  'gate.opened',
  'gate.unneeded',
  'gate.closed',
  'gate.expired',
  'step.asked',
]);

export const isOnDemand = (entry: Entry): boolean => onDemand.has(entry.type);

/** What the rest of the record says where an effect comes up. */
export type Ground = {
  playbook: Playbook;
  /** Plan hashes on offer, in order. */
  offered: readonly string[];
  /** The asking that is open. */
  gate: { stage: string; nonce: string } | null;
};

/** The entry that an effect must be told by; null when it happens without a word. */
export function demandOf({ effect, cause }: Due, ground: Ground): Demand | null {
  switch (effect.type) {
    case 'start-step':
      return handStep(effect.step, ground.playbook);
    case 'stop-step':
    case 'start-timer':
    case 'stop-timer':
      return null;
    case 'gate-opened': {
      const { stage } = effect;
      return ground.offered.length === 0
        ? { type: 'gate.unneeded', data: { stage } }
        : { type: 'gate.opened', data: { stage, plans: ground.offered } };
    }
    case 'gate-closed':
      return ground.gate === null || cause.startsWith('gate-') ? null : { type: 'gate.closed', data: ground.gate };
    case 'gate-expired':
      return ground.gate === null ? null : { type: 'gate.expired', data: ground.gate };
    case 'finished':
      return { type: 'incident.closed', data: {} };
    case 'stage-started':
    case 'stage-done':
    case 'stage-warned':
    case 'stage-overdue':
      return { type: passing[effect.type], data: { stage: effect.stage } };
    case 'clock-warned':
    case 'clock-overdue':
      return { type: passing[effect.type], data: {} };
  }
}

const passing = {
  'stage-started': 'stage.started',
  'stage-done': 'stage.done',
  'stage-warned': 'stage.warned',
  'stage-overdue': 'stage.overdue',
  'clock-warned': 'clock.warned',
  'clock-overdue': 'clock.overdue',
} as const;

function handStep(id: string, playbook: Playbook): Demand | null {
  const step = playbook.stages.flatMap(({ steps }) => steps).find((candidate) => candidate.id === id);
  return step?.type === 'by-hand' ? { type: 'step.asked', data: { step: id, group: step.group } } : null;
}
