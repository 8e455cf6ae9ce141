/**
 * Whether the record holds together where no signature and no playbook speaks: each answer has its attempt, each change its
 * cause, and each cause its change, in the order in which the engine writes them. What cannot be told from the record alone is
 * left out.
 */
import type { Playbook } from '../../playbook/tree.ts';
import type { EntryHeader, Recorded } from '../../timeline/bundle/headers.ts';
import type { Entry } from '../../timeline/entry.ts';
import { fold } from '../fold/fold.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import { attemptFault } from './story/attempts.ts';
import { containmentFault, turnEndFault } from './story/containment.ts';
import { credentialFault } from './story/credentials.ts';
import { gateFault } from './story/gates.ts';
import { noteOutcome, type Outcomes, outcomeFaults } from './story/outcomes.ts';
import { type Place, type Story, tell } from './story/story.ts';
import { timeFault } from './story/times.ts';
import { type ToldTurn, turnsOf } from './story/turns.ts';
import type { Finding } from './verdict.ts';

/** Of one transaction: many times what the longest one writes. To look through more would take for ever. */
const mostInATurn = 20_000;

type Found = { entry: Entry; what: string };

/** `headers`: those of `record`, in its order. */
export function checkStory(record: readonly Recorded[], headers: readonly (EntryHeader | null)[], playbook: Playbook): Finding {
  const entries = record.map(({ entry }) => entry);
  const [first] = entries;
  if (first?.type !== 'incident.declared') return { checked: 'Story: none that could be followed', faults: [] };
  const story: Story = { playbook, state: fold([first]), attempts: new Map(), held: new Set(), foundAgain: new Map() };
  const { turns, torn } = turnsOf(entries, headers);
  const found: Found[] = [...torn, ...turnedBack(entries), ...turns.flatMap((turn) => followTurn(story, turn))];
  const faults = found
    .sort((one, other) => one.entry.seq - other.entry.seq)
    .map(({ entry: { seq, type }, what }): RecordFault => ({ seq, what: `Entry ${seq} (${type}): ${what}.` }));
  return { checked: `Story: ${turns.length} turns, each answer with its attempt, each change with its cause`, faults };
}

/** The time of a record never runs backwards. */
function turnedBack(entries: readonly Entry[]): Found[] {
  return entries.flatMap((entry, index) => {
    const earlier = entries[index - 1];
    const isBack = earlier !== undefined && Date.parse(entry.at) < Date.parse(earlier.at);
    return isBack ? [{ entry, what: `its time ${entry.at} lies before that of the entry before it` }] : [];
  });
}

function entryFault(place: Place, entry: Entry): string | null {
  const faultsOf = [attemptFault, credentialFault, containmentFault, gateFault, timeFault];
  return faultsOf.map((faultOf) => faultOf(place, entry)).find((what) => what !== null) ?? null;
}

function followTurn(story: Story, turn: ToldTurn): Found[] {
  const beyond = turn.entries[mostInATurn];
  if (beyond !== undefined)
    return [{ entry: beyond, what: `more than ${mostInATurn} entries are said to be recorded at once` }];
  const found: Found[] = [];
  const outcomes: Outcomes = new Map();
  let { status } = story.state;
  for (const [index, entry] of turn.entries.entries()) {
    const what = entryFault({ story, turn, index }, entry);
    if (what !== null) found.push({ entry, what });
    noteOutcome(story, outcomes, entry);
    if (entry.type === 'incident.closed') ({ status } = story.state);
    if (entry.type !== 'incident.declared') tell(story, entry);
  }
  found.push(...outcomeFaults(story, turn, outcomes));
  const last = turn.entries.at(-1);
  const atEnd = turnEndFault(story, turn, status);
  if (last !== undefined && atEnd !== null) found.push({ entry: last, what: atEnd });
  return found;
}
