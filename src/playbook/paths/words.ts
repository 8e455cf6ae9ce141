/** What happens on a path, in words for whoever reads it at a bad hour. */
import type { MachineEvent } from '../step.ts';
import type { Playbook } from '../tree.ts';

/** One sentence for each event, after "it is declared". */
export function pathWords(playbook: Playbook, events: readonly MachineEvent[]): string[] {
  const steps = new Map(
    playbook.stages.flatMap((stage) => stage.steps.map(({ id, title }) => [id, named(title, id)] as const)),
  );
  const stages = new Map(playbook.stages.map(({ id, title }) => [id, named(title, id)] as const));
  const step = (id: string) => steps.get(id) ?? id;
  const stage = (id: string) => stages.get(id) ?? id;
  return ['It is declared.', ...events.map((event) => wordsOf(event, step, stage))];
}

const named = (title: string, id: string): string => `“${title}” (${id})`;

function wordsOf(event: MachineEvent, step: (id: string) => string, stage: (id: string) => string): string {
  switch (event.type) {
    case 'settled':
      return `${step(event.step)} is done.`;
    case 'stuck':
      return `${step(event.step)} is stuck.`;
    case 'retried':
      return `${step(event.step)} is tried again.`;
    case 'gate-accepted':
      return `People agree to the plan before ${stage(event.stage)}.`;
    case 'gate-unneeded':
      return `Nothing is left to agree to before ${stage(event.stage)}.`;
    case 'gate-refused':
      return `Every plan before ${stage(event.stage)} is refused.`;
    case 'gate-skipped':
      return `The question before ${stage(event.stage)} is skipped, and the stage with it.`;
    case 'gate-by-hand':
      return `Instead of an answer before ${stage(event.stage)}, somebody does its first step by hand.`;
    case 'replan':
      return 'The plan is made anew.';
    case 'contained':
      return 'Every credential is proven cut off.';
    case 'reopened':
      return 'A credential works again.';
    case 'timer':
      return timeWords(event.timer, stage);
  }
}

function timeWords(timer: string, stage: (id: string) => string): string {
  const [name, id = ''] = timer.split(':') as [string, string | undefined];
  switch (name) {
    case 'stage-warned':
      return `Three quarters of the time for ${stage(id)} are over.`;
    case 'stage-overdue':
      return `The time for ${stage(id)} is over.`;
    case 'gate-expires':
      return `Nobody answered in time before ${stage(id)}.`;
    case 'clock-warned':
      return 'Three quarters of the time from detection are over.';
    default:
      return name === 'clock-overdue' ? 'The time from detection is over.' : `The time ${timer} is over.`;
  }
}
