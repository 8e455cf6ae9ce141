/** What was seen and done changes its credential, in the very turn in which it is recorded. */
import type { Entry, EntryOf } from '../../../timeline/entry.ts';
import type { CredentialStory } from '../../state.ts';
import { isSeenAlive, isTakenBack } from './credentials.ts';
import { type Story, valueName } from './story.ts';
import type { ToldTurn } from './turns.ts';

type State = CredentialStory['state'];

/** What a turn must make of a credential, and by which entry. `dead or cut-off`: as something of it is left or not. */
type Outcome = { entry: Entry; to: State | 'dead or cut-off' };
/** By credential; the last one of a turn counts. */
export type Outcomes = Map<string, Outcome>;

/** Asked before the entry is taken into account. */
export function noteOutcome({ state }: Story, outcomes: Outcomes, entry: Entry): void {
  if (!('credential' in entry.data) || entry.data.credential === null) return;
  const { credential } = entry.data;
  const was = state.credentials.get(credential)?.state;
  const to = was === undefined ? null : outcomeOf(entry, was);
  if (to !== null) outcomes.set(credential, { entry, to });
}

function outcomeOf(entry: Entry, was: State): Outcome['to'] | null {
  switch (entry.type) {
    case 'credential.probed':
    case 'credential.seen':
      return isSeenAlive(entry, entry.data.credential, was) ? 'alive' : null;
    case 'credential.undone':
      return 'unknown';
    case 'credential.proved':
      return proven(entry, was);
    default:
      return null;
  }
}

function proven({ data: { grade, after } }: EntryOf<'credential.proved'>, was: State): Outcome['to'] {
  if (after === 'alive') return 'alive';
  if (grade === 'by-hand') return 'cut-off';
  return was === 'dead' ? 'dead' : 'dead or cut-off';
}

/** At the end of a turn. */
export function outcomeFaults(story: Story, turn: ToldTurn, outcomes: Outcomes): { entry: Entry; what: string }[] {
  const faults = [...outcomes].flatMap(([id, { entry, to }]) => {
    const what = outcomeFault(story, id, { entry, to });
    return what === null ? [] : [{ entry, what }];
  });
  const alarm = turn.entries.find(isTakenBack);
  const isHeard = turn.entries.some((entry) => entry.type === 'credential.changed' && entry.data.to === 'unknown');
  if (alarm === undefined || isHeard) return faults;
  return [...faults, { entry: alarm, what: 'the cut was taken back, and no credential is unknown again' }];
}

function outcomeFault({ state, held }: Story, id: string, { to }: Outcome): string | null {
  const credential = state.credentials.get(id);
  if (credential === undefined) return null;
  const isLeft = credential.residuals.length > 0;
  const due = to === 'dead or cut-off' ? dueOf(isLeft) : to;
  if (credential.state !== due) return `after it ${id} must be ${due}, and is ${credential.state}`;
  const isDestroyed = !held.has(valueName({ credential: id, ref: 'leaked' }));
  return due !== 'dead' || isLeft || isDestroyed ? null : `the leaked value of ${id}, proven dead, must be destroyed with it`;
}

const dueOf = (isLeft: boolean): State => (isLeft ? 'cut-off' : 'dead');
