/** What the entries of one incident add up to, for its report. Pure; holds for every beginning of a record. */
import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { type CallStory, callsOf } from './calls.ts';
import { type CredentialStory, credentialsOf } from './credentials.ts';
import { type DecisionsStory, decisionsOf } from './decisions.ts';
import { type Exposure, exposureOf } from './exposure.ts';
import { entriesOf, firstOf } from './pick.ts';
import type { ReportInput } from './report-input.ts';
import { type StageRun, stageRunsOf } from './stages.ts';
import { type StepsStory, stepsOf } from './steps.ts';
import { type UsesStory, usesOf } from './uses.ts';

export type Story = ReportInput &
  DecisionsStory &
  StepsStory & {
    declared: EntryOf<'incident.declared'> | null;
    /** Null only while the record is empty. */
    detectedAt: string | null;
    /** The time of the last entry: what the report knows ends here. */
    asOf: string | null;
    status: Status;
    alarms: EntryOf<'alarm.raised'>[];
    credentials: CredentialStory[];
    calls: CallStory[];
    runs: StageRun[];
    exposure: Exposure;
    uses: UsesStory[];
  };

/** `at`: since when. */
export type Status = { state: 'open' | 'contained' | 'closed'; at: string | null; containedAt: string | null };

export function storyOf(input: ReportInput): Story {
  const { entries } = input;
  const declared = firstOf(entries, 'incident.declared');
  const credentials = credentialsOf(entries);
  return {
    ...input,
    ...decisionsOf(entries),
    ...stepsOf(input),
    declared,
    detectedAt: declared?.data.detectedAt ?? null,
    asOf: entries.at(-1)?.at ?? null,
    status: statusOf(entries),
    alarms: entriesOf(entries, 'alarm.raised'),
    credentials,
    calls: callsOf(entries),
    runs: stageRunsOf(input),
    uses: usesOf(input),
    exposure: exposureOf({ declared, entries, credentials }),
  };
}

function statusOf(entries: readonly Entry[]): Status {
  const status: Status = { state: 'open', at: entries[0]?.at ?? null, containedAt: null };
  for (const { type, at } of entries) {
    if (type === 'incident.contained') Object.assign(status, { state: 'contained', at, containedAt: at });
    else if (type === 'incident.reopened') Object.assign(status, { state: 'open', at, containedAt: null });
    else if (type === 'incident.closed') Object.assign(status, { state: 'closed', at });
  }
  return status;
}
