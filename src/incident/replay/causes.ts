/** Which events an entry can have fed to the playbook. Pure. */
import type { MachineEvent } from '../../playbook/step.ts';
import type { Playbook } from '../../playbook/tree.ts';
import type { Entry } from '../../timeline/entry.ts';
import { gateStep, undoStep } from '../step-names.ts';
import type { Members } from './members.ts';

/**
 * `may`: what this entry can have caused. `must`: what it causes whenever the playbook has a use for it, so that an entry
 * without it is as wrong as one with another.
 */
export type Causes = { may: MachineEvent[]; must: MachineEvent | null };

const none: Causes = { may: [], must: null };
const always = (event: MachineEvent): Causes => ({ may: [event], must: event });
const replan = { type: 'replan' } as const;

/** `members`: as they are after this entry. */
export function causesOf(entry: Entry, playbook: Playbook, members: Members): Causes {
  switch (entry.type) {
    case 'step.done':
    case 'step.stuck':
      return lastOf(entry.data.step, members);
    case 'step.skipped':
      return passedGate(entry.data.step, playbook, 'gate-skipped') ?? lastOf(entry.data.step, members);
    case 'step.by-hand':
      return passedGate(entry.data.step, playbook, 'gate-by-hand') ?? lastOf(entry.data.step, members);
    case 'step.retried': {
      const retried = { type: 'retried', step: entry.data.step } as const;
      return passedGate(entry.data.step, playbook, 'replan') ?? { may: [retried, replan], must: retried };
    }
    case 'step.failed':
      return entry.data.class === 'replan' && entry.data.step !== undoStep ? always(replan) : none;
    case 'credential.undone':
      return always(replan);
    case 'credential.added':
    case 'value.held':
      return { may: [replan], must: null };
    case 'incident.contained':
      return always({ type: 'contained' });
    case 'incident.reopened':
      return always({ type: 'reopened' });
    case 'timer.fired':
      return always({ type: 'timer', timer: entry.data.timer });
    case 'gate.accepted':
      return always({ type: 'gate-accepted', stage: entry.data.stage });
    case 'gate.refused':
      return always({ type: 'gate-refused', stage: entry.data.stage });
    case 'gate.unneeded':
      return always({ type: 'gate-unneeded', stage: entry.data.stage });
    default:
      return none;
  }
}

/** The playbook hears of a step once: when no part of it runs any more. */
function lastOf(step: string, members: Members): Causes {
  const states = [...(members.get(step)?.values() ?? [])];
  if (states.includes('unknown')) {
    return {
      may: [
        { type: 'settled', step },
        { type: 'stuck', step },
      ],
      must: null,
    };
  }
  if (states.includes('running')) return none;
  return always({ type: states.includes('stuck') ? 'stuck' : 'settled', step });
}

function passedGate(step: string, playbook: Playbook, type: 'gate-skipped' | 'gate-by-hand' | 'replan'): Causes | null {
  const stage = playbook.stages.find((candidate) => candidate.gate !== null && gateStep(candidate.id) === step);
  if (stage === undefined) return null;
  return always(type === 'replan' ? replan : { type, stage: stage.id });
}
