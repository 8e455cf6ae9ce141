import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { type Rich, say } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { counted, prose, quoted, sentence } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';

export type RecordEntry = Extract<Entry, { type: `entry.${string}` | 'usage.recorded' }>;

/** What was done to the record itself, and what was laid beside it. */
export function recordSentence(entry: RecordEntry, names: Names): Rich {
  switch (entry.type) {
    case 'entry.corrected':
      return corrected(entry, names);
    case 'entry.purged':
      return sentence(
        say`${names.person(entry.data.person)} had the text of entry ${entry.data.entry} deleted: ${prose(entry.body?.reason)}`,
      );
    case 'usage.recorded': {
      const { credential, source, count, leftOut } = entry.data;
      const of = credential === null ? '' : say` of ${names.credential(credential)}`;
      const more = leftOut === 0 ? '' : say`; ${leftOut} more were seen and not kept`;
      return say`Uses${of} seen by ${prose(source)}: ${counted(count, 'row')}${more}.`;
    }
  }
}

function corrected({ data, body }: EntryOf<'entry.corrected'>, names: Names): Rich {
  const about = data.about === null ? '' : say`, about ${utc(data.about)}`;
  const since = data.exposedSince === null ? '' : say` It was exposed since ${utc(data.exposedSince)}.`;
  return say`${names.person(data.person)} corrected entry ${data.entry}${about}: ${quoted(body?.text)}.${since}`;
}
