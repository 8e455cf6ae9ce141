import type { Entry } from '../../timeline/entry.ts';
import { type Rich, say } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { prose, quoted } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';

export type CallsEntry = Extract<Entry, { type: `calls.${string}` | 'budget.raised' }>;

/** When people stopped all calls that change anything, let them go on, or let more of them be made. */
export function callsSentence(entry: CallsEntry, names: Names): Rich {
  if (entry.type === 'budget.raised') {
    const { perHour, until, person } = entry.data;
    return say`${names.person(person)} raised the budget to ${String(perHour)} strikes an hour until ${utc(until)}: ${quoted(entry.body?.reason)}`;
  }
  const { provider, person } = entry.data;
  const whose = provider === null ? 'everything' : say`the provider ${prose(provider)}`;
  if (entry.type === 'calls.resumed') return say`${names.person(person)} ended the stop of ${whose}: what it held goes on.`;
  // An incident that was declared during a stop tells of it later than it was ordered.
  const earlier = entry.data.since === entry.at ? '' : say` since ${utc(entry.data.since)}`;
  return say`**Stopped${earlier}:** ${names.person(person)} stopped ${whose}, so no call that changes anything is made: ${quoted(entry.body?.reason)}`;
}
