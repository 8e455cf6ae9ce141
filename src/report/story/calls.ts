import type { Entry, EntryOf } from '../../timeline/entry.ts';

/** One call that was made outside, with what was answered. */
export type CallStory = {
  at: string;
  seq: number;
  step: string;
  credential: string | null;
  call: string;
  target: string;
  answer: string;
  /** The plan that people had agreed to at that moment; null for what belongs to none, such as an undo. */
  plan: string | null;
  how: 'sent' | 'found in place' | 'late' | 'before a failure';
};

/** The step name under which an undo is recorded: it stands in no playbook. */
export const undoStep = 'undo';

export function callsOf(entries: readonly Entry[]): CallStory[] {
  let agreed: string | null = null;
  return entries.flatMap((entry) => {
    if (entry.type === 'gate.accepted') agreed = entry.data.plan;
    if (entry.type === 'gate.opened') agreed = null;
    if (!answersCalls(entry)) return [];
    const { step, credential } = entry.data;
    const how = mannerOf(entry);
    const place = { at: entry.at, seq: entry.seq, step, credential, how } as const;
    const plan = step === undoStep ? null : agreed;
    return (entry.body?.calls ?? []).map((made) => ({ ...made, ...place, plan }));
  });
}

type Answering = EntryOf<'step.done'> | EntryOf<'step.late'> | EntryOf<'step.failed'> | EntryOf<'step.stuck'>;

const answering = new Set<Entry['type']>(['step.done', 'step.late', 'step.failed', 'step.stuck']);
const answersCalls = (entry: Entry): entry is Answering => answering.has(entry.type);

function mannerOf(entry: Answering): CallStory['how'] {
  if (entry.type === 'step.late') return 'late';
  if (entry.type !== 'step.done') return 'before a failure';
  return entry.data.via === 'probe' ? 'found in place' : 'sent';
}

/** Whether some answers are gone: then a call without one may have been made all the same. */
export const hasPurgedCalls = (entries: readonly Entry[]) =>
  entries.some((entry) => answersCalls(entry) && entry.body === null);
