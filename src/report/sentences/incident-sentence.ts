import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { listed, prose, quoted, sentence } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
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
export function incidentSentence(entry: IncidentEntry, names: Names): string {
  switch (entry.type) {
    case 'incident.declared':
      return declared(entry);
    case 'declaration.joined':
      return 'The same leak was declared again, and joined this incident.';
    case 'incident.contained':
      return '**Contained:** every credential is cut off, and nothing that outlives it is without an end.';
    case 'incident.reopened':
      return sentence(`**Open again:** ${prose(entry.data.why)}`);
    case 'incident.closed':
      return sentence(`**Closed:** ${prose(entry.data.why)}`);
    case 'clock.warned':
      return 'Three quarters of the time from detection have passed, and it is not contained.';
    case 'clock.overdue':
      return '**The time from detection is over**, and it is not contained. The work goes on.';
    case 'timer.fired':
      return `The timer ${prose(entry.data.timer)} fired; what follows from it stands below.`;
    case 'note.added':
      return `Note${entry.data.about === null ? '' : ` about ${utc(entry.data.about)}`}: ${quoted(entry.body?.text)}`;
    case 'people.changed':
      return `The configuration changed; the people of this incident are now ${listed(entry.data.people.map(({ id }) => names.person(id)))}.`;
    case 'alarm.raised':
      return sentence(`**Alarm:** ${prose(entry.body?.text)}`);
    case 'command.refused':
      return sentence(
        `The command ${prose(entry.data.command)} was refused and changed nothing: ${prose(entry.body?.message)}`,
      );
  }
}

function declared({ data, body }: EntryOf<'incident.declared'>): string {
  const exposed = data.exposedSince === null ? '' : `, exposed since ${utc(data.exposedSince)}`;
  const where = data.public ? ', in public' : '';
  return `A leak was declared: ${quoted(body?.title)}, detected at ${utc(data.detectedAt)}${exposed}${where}.`;
}
