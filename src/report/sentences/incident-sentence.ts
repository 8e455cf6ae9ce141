import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { type Rich, say } from '../document/rich.ts';
import { commandWords } from '../words/command-words.ts';
import type { Names } from '../words/names.ts';
import { listed, prose, quoted, sentence } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';

export type IncidentEntry = Extract<
  Entry,
  {
    type:
      | `incident.${string}`
      | `clock.${string}`
      | 'declaration.joined'
      | 'timer.fired'
      | 'note.added'
      | 'people.changed'
      | 'alarm.raised'
      | 'command.refused';
  }
>;

/** What happened to the incident as a whole. */
export function incidentSentence(entry: IncidentEntry, names: Names): Rich {
  switch (entry.type) {
    case 'incident.declared':
      return declared(entry);
    case 'declaration.joined':
      return say`The same leak was declared again, and joined this incident.`;
    case 'incident.contained':
      return say`**Contained:** every credential is cut off, and nothing that outlives it is without an end.`;
    case 'incident.reopened':
      return sentence(say`**Open again:** ${prose(entry.data.why)}`);
    case 'incident.closed':
      return closed(entry, names);
    case 'clock.warned':
      return say`Three quarters of the time from detection have passed, and it is not contained.`;
    case 'clock.overdue':
      return say`**The time from detection is over**, and it is not contained. The work goes on.`;
    case 'timer.fired':
      return say`The timer ${prose(entry.data.timer)} fired; what follows from it stands below.`;
    case 'note.added':
      return say`Note${entry.data.about === null ? '' : say` about ${utc(entry.data.about)}`}: ${quoted(entry.body?.text)}`;
    case 'people.changed':
      return say`The configuration changed; the people of this incident are now ${listed(entry.data.people.map(({ id }) => names.person(id)))}.`;
    case 'alarm.raised':
      return sentence(say`**Alarm:** ${prose(entry.body?.text)}`);
    case 'command.refused':
      return sentence(
        say`The command ${prose(commandWords(entry.data))} was refused and changed nothing: ${prose(entry.body?.message)}`,
      );
  }
}

function closed({ data, body }: EntryOf<'incident.closed'>, names: Names): Rich {
  if (data.person === undefined) return sentence(say`**Closed:** ${prose(data.why)}`);
  return sentence(say`**Closed by ${names.person(data.person)}:** ${prose(body?.reason)}`);
}

function declared({ data, body }: EntryOf<'incident.declared'>): Rich {
  const exposed = data.exposedSince === null ? '' : say`, exposed since ${utc(data.exposedSince)}`;
  const where = data.public ? ', in public' : '';
  return say`A leak was declared: ${quoted(body?.title)}, detected at ${utc(data.detectedAt)}${exposed}${where}.`;
}
