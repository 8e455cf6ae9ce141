import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { isEmpty, type Rich, say } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { joined, prose, sentence } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';

export type StepEntry = Extract<Entry, { type: `step.${string}` }>;

/** What the bot or a person did in one step. */
export function stepSentence(entry: StepEntry, names: Names): Rich {
  const { step } = entry.data;
  const name = names.step(step, 'credential' in entry.data ? entry.data.credential : null);
  switch (entry.type) {
    case 'step.asked':
      return say`Waits for a person of ${prose(entry.data.group)}: ${name}.`;
    case 'step.started':
      return say`Began ${name} (${prose(entry.data.action)}, attempt ${entry.data.attempt}).`;
    case 'step.waiting':
      return sentence(say`Not finished yet, looks again: ${name}. ${prose(entry.body?.summary)}`);
    case 'step.failed':
      return failed(entry, name);
    case 'step.stuck':
      return say`${sentence(say`**Stuck**, needs a person: ${name}. ${prose(entry.body?.reason)}`)}${inEffect(entry)}`;
    case 'step.done': {
      const how = entry.data.via === 'probe' ? 'Done, found so after an interruption' : 'Done';
      return sentence(say`${how}: ${name}. ${prose(entry.body?.summary)}`);
    }
    case 'step.late':
      return sentence(say`An answer came too late to count: ${name}. ${prose(entry.body?.summary)}`);
    case 'step.retried':
      return say`Asked for again: ${name}.`;
    case 'step.skipped':
      return sentence(say`**Skipped:** ${name}. Reason: ${prose(entry.body?.reason)}`);
    case 'step.by-hand':
      return sentence(say`Done by hand by ${names.person(entry.data.person)}: ${name}. ${saidOf(entry)}`);
  }
}

/** What a step that failed had already done. */
function inEffect({ body }: EntryOf<'step.stuck'> | EntryOf<'step.failed'>): Rich {
  const calls = body?.calls ?? [];
  if (calls.length === 0) return say``;
  return say` Already in effect: ${joined(
    calls.map(({ call, answer }) => say`${prose(call)} → ${prose(answer)}`),
    '; ',
  )}.`;
}

function failed(entry: EntryOf<'step.failed'>, name: Rich): Rich {
  const { data, body } = entry;
  const done = inEffect(entry);
  const reason = say`${sentence(prose(body?.reason))}${done}`;
  if (data.class === 'replan') return say`Not as planned${isEmpty(done) ? ', so nothing was done' : ''}: ${name}. ${reason}`;
  return say`Attempt ${data.attempt} failed (${prose(data.class)}): ${name}. ${reason} Next attempt at ${utc(data.retryAt)}.`;
}

const saidOf = ({ body }: EntryOf<'step.by-hand'>) => (body?.reason === null ? 'Nothing more was said.' : prose(body?.reason));
