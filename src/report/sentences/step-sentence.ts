import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { prose, sentence } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { utc } from '../words/time-words.ts';

export type StepEntry = Extract<Entry, { type: `step.${string}` }>;

/** What the bot or a person did in one step. */
export function stepSentence(entry: StepEntry, names: Names): string {
  const { step } = entry.data;
  const name = names.step(step, 'credential' in entry.data ? entry.data.credential : null);
  switch (entry.type) {
    case 'step.asked':
      return `Waits for a person of ${prose(entry.data.group)}: ${name}.`;
    case 'step.started':
      return `Began ${name} (${prose(entry.data.action)}, attempt ${entry.data.attempt}).`;
    case 'step.waiting':
      return sentence(`Not finished yet, looks again: ${name}. ${prose(entry.body?.summary)}`);
    case 'step.failed':
      return failed(entry, name);
    case 'step.stuck':
      return `${sentence(`**Stuck**, needs a person: ${name}. ${prose(entry.body?.reason)}`)}${inEffect(entry)}`;
    case 'step.done': {
      const how = entry.data.via === 'probe' ? 'Done, found so after an interruption' : 'Done';
      return sentence(`${how}: ${name}. ${prose(entry.body?.summary)}`);
    }
    case 'step.late':
      return sentence(`An answer came too late to count: ${name}. ${prose(entry.body?.summary)}`);
    case 'step.retried':
      return `Asked for again: ${name}.`;
    case 'step.skipped':
      return sentence(`**Skipped:** ${name}. Reason: ${prose(entry.body?.reason)}`);
    case 'step.by-hand':
      return sentence(`Done by hand by ${names.person(entry.data.person)}: ${name}. ${saidOf(entry)}`);
  }
}

/** What a step that failed had already done. */
function inEffect({ body }: EntryOf<'step.stuck'> | EntryOf<'step.failed'>): string {
  const calls = body?.calls ?? [];
  if (calls.length === 0) return '';
  return ` Already in effect: ${calls.map(({ call, answer }) => `${prose(call)} → ${prose(answer)}`).join('; ')}.`;
}

function failed(entry: EntryOf<'step.failed'>, name: string): string {
  const { data, body } = entry;
  const done = inEffect(entry);
  const reason = `${sentence(prose(body?.reason))}${done}`;
  if (data.class === 'replan') return `Not as planned${done === '' ? ', so nothing was done' : ''}: ${name}. ${reason}`;
  return `Attempt ${data.attempt} failed (${prose(data.class)}): ${name}. ${reason} Next attempt at ${utc(data.retryAt)}.`;
}

const saidOf = ({ body }: EntryOf<'step.by-hand'>) => (body?.reason === null ? 'Nothing more was said.' : prose(body?.reason));
