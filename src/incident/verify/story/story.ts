/** What the entries up to one place add up to, as far as it takes to judge the next one. */
import type { Playbook } from '../../../playbook/tree.ts';
import type { Entry } from '../../../timeline/entry.ts';
import { isLoose } from '../../../timeline/residual.ts';
import { foldEntry } from '../../fold/fold.ts';
import type { CredentialStory, State } from '../../state.ts';
import type { ToldTurn } from './turns.ts';

/** The part of a step that a job is for, how many of its attempts have no answer yet, and the number of the last one, 0 where it counts anew. */
export type Attempts = { step: string; credential: string | null; open: number; last: number };

export type Story = {
  playbook: Playbook;
  state: State;
  /** By job. */
  attempts: Map<string, Attempts>;
  /** Held values, "c1 leaked". */
  held: Set<string>;
  /** By credential, residuals that a later look found again: until when, that look knew, and the record does not say. */
  foundAgain: Map<string, Set<string>>;
};

/** A place in the record: entry `index` of `turn`. */
export type Place = { story: Story; turn: ToldTurn; index: number };

export const before = ({ turn, index }: Place): Entry[] => turn.entries.slice(0, index);
export const after = ({ turn, index }: Place): Entry[] => turn.entries.slice(index + 1);

/** Takes an entry into account. */
export function tell(story: Story, entry: Entry): void {
  foldEntry(story.state, entry);
  noteEntry(story, entry);
}

export function noteEntry({ state, attempts, held, foundAgain }: Story, entry: Entry): void {
  switch (entry.type) {
    case 'step.started': {
      const { job, step, credential, attempt } = entry.data;
      attempts.set(job, { step, credential, open: (attempts.get(job)?.open ?? 0) + 1, last: attempt });
      return;
    }
    case 'calls.stopped':
      // What was claimed and not begun is counted back.
      for (const known of attempts.values()) known.last = 0;
      return;
    case 'value.held':
      held.add(valueName(entry.data));
      return;
    case 'value.destroyed':
      held.delete(valueName(entry.data));
      return;
    case 'credential.proved': {
      const known = state.credentials.get(entry.data.credential)?.residuals ?? [];
      foundAgain.set(entry.data.credential, new Set(known.map(({ id }) => id)));
      return;
    }
    case 'residual.found':
      foundAgain.get(entry.data.credential)?.delete(entry.data.residual);
      return;
    case 'residual.accepted':
      // From here on the bot itself counts by what the record says.
      foundAgain.delete(entry.data.credential);
      return;
    default:
  }
}

export const valueName = ({ credential, ref }: { credential: string; ref: string }): string => `${credential} ${ref}`;

/** Whether every credential is cut off and leaves nothing behind that is neither bounded nor accepted; null: it cannot be told. */
export function isContained({ state, foundAgain }: Story): boolean | null {
  const answers = [...state.credentials.values()].map((credential) =>
    isSettled(credential, foundAgain.get(credential.record.id) ?? new Set()),
  );
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function isSettled({ state, residuals }: CredentialStory, foundAgain: ReadonlySet<string>): boolean | null {
  if (state !== 'cut-off' && state !== 'dead') return false;
  const left = residuals.filter(({ acceptedBy }) => acceptedBy === null);
  if (left.some((residual) => !foundAgain.has(residual.id) && isLoose(residual))) return false;
  return left.some(({ id }) => foundAgain.has(id)) ? null : true;
}
