import type { Entry } from '../../timeline/entry.ts';
import { type Rich, say } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { prose, quoted } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';

export type CallsEntry = Extract<Entry, { type: `calls.${string}` }>;

/** When people stopped all calls that change anything, and when they let them go on. */
export function callsSentence(entry: CallsEntry, names: Names): Rich {
  const { provider, person } = entry.data;
  const whose = provider === null ? 'everything' : say`the provider ${prose(provider)}`;
  if (entry.type === 'calls.resumed') return say`${names.person(person)} ended the stop of ${whose}: what it held goes on.`;
  // An incident that was declared during a stop tells of it later than it was ordered.
  const earlier = entry.data.since === entry.at ? '' : say` since ${utc(entry.data.since)}`;
  return say`**Stopped${earlier}:** ${names.person(person)} stopped ${whose}, so no call that changes anything is made: ${quoted(entry.body?.reason)}`;
}
