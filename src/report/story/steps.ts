import type { Entry, EntryOf } from '../../timeline/entry.ts';
import type { ReportInput } from './report-input.ts';

/** Steps as people had to deal with them. */
export type StepsStory = {
  stuck: EntryOf<'step.stuck'>[];
  /** Asked of a person and not answered. */
  asked: EntryOf<'step.asked'>[];
  /** Skipped or done by hand, in order. */
  byPeople: (EntryOf<'step.skipped'> | EntryOf<'step.by-hand'>)[];
};

type Open = Map<string, EntryOf<'step.stuck'> | EntryOf<'step.asked'> | null>;

export function stepsOf({ entries, stages }: Pick<ReportInput, 'entries' | 'stages'>): StepsStory {
  const open: Open = new Map();
  const byPeople: StepsStory['byPeople'] = [];
  for (const entry of entries) {
    fold(open, entry);
    if (entry.type === 'stage.started') forgetFrom(open, stages, entry.data.stage);
    if (entry.type === 'step.skipped' || entry.type === 'step.by-hand') byPeople.push(entry);
  }
  const waiting = [...open.values()];
  return {
    stuck: waiting.filter((entry) => entry?.type === 'step.stuck'),
    asked: waiting.filter((entry) => entry?.type === 'step.asked'),
    byPeople,
  };
}

function fold(open: Open, entry: Entry): void {
  switch (entry.type) {
    case 'step.asked':
      open.set(place(entry.data.step, null), entry);
      return;
    case 'step.stuck':
      open.set(place(entry.data.step, entry.data.credential), entry);
      return;
    case 'step.started':
    case 'step.waiting':
    case 'step.failed':
    case 'step.retried':
    case 'step.done':
    case 'step.skipped':
    case 'step.by-hand':
      open.delete(place(entry.data.step, entry.data.credential));
      return;
    default:
  }
}

/** A stage that begins anew forgets how far its own steps, and those of the stages behind it, were. */
function forgetFrom(open: Open, stages: ReportInput['stages'], stage: string): void {
  const index = stages.findIndex(({ id }) => id === stage);
  if (index < 0) return;
  const forgotten = new Set(stages.slice(index).flatMap(({ steps }) => steps.map(({ id }) => id)));
  for (const key of open.keys()) if (forgotten.has(key.split(' ')[0] ?? '')) open.delete(key);
}

/** Ids hold no space. */
const place = (step: string, credential: string | null) => `${step} ${credential ?? ''}`;
