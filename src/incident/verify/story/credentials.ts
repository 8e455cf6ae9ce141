/** A credential changes when something was seen or done, and only then. */
import type { Entry, EntryOf } from '../../../timeline/entry.ts';
import type { CredentialStory } from '../../state.ts';
import { after, before, type Place, valueName } from './story.ts';

/** As the second half of a sentence; null when nothing is wrong. */
export function credentialFault(place: Place, entry: Entry): string | null {
  const { story } = place;
  if (entry.type === 'credential.added') {
    return story.state.credentials.has(entry.data.credential)
      ? `${entry.data.credential} belongs to the incident already`
      : null;
  }
  if (!/^(credential|residual|value|undo)\./.test(entry.type)) return null;
  const { credential: id } = entry.data as { credential: string };
  const credential = story.state.credentials.get(id);
  if (credential === undefined) return `nothing before it says that ${id} belongs to the incident`;
  switch (entry.type) {
    case 'credential.proved':
      return proofFault(credential, entry);
    case 'credential.changed':
      return changeFault(place, credential, entry);
    case 'residual.gone':
      return residualOf(credential, entry.data.residual) === undefined ? 'that residual was not there' : null;
    case 'residual.accepted': {
      const residual = residualOf(credential, entry.data.residual);
      if (residual === undefined) return 'that residual was not there';
      return residual.acceptedBy === null ? null : 'that residual was accepted before';
    }
    case 'value.destroyed':
      return story.held.has(valueName(entry.data)) ? null : 'no such value was held';
    default:
      return null;
  }
}

const residualOf = ({ residuals }: CredentialStory, id: string) => residuals.find((residual) => residual.id === id);

/** A word by hand counts where nothing better is there, and never against a look. */
function proofFault({ state, after: seen }: CredentialStory, { data }: EntryOf<'credential.proved'>): string | null {
  if (data.grade !== 'by-hand') return null;
  if (data.after !== 'could-not-tell') return 'a word by hand is no look';
  if (seen?.result === 'alive') return 'a word by hand stands against the last look, which found it alive';
  return state === 'cut-off' || state === 'dead' ? `a word by hand says again what was proven: it was ${state}` : null;
}

function changeFault(
  place: Place,
  { state, residuals }: CredentialStory,
  { data: { credential, from, to } }: EntryOf<'credential.changed'>,
): string | null {
  if (from !== state) return `it says that ${credential} was ${from}, and it was ${state}`;
  if (from === to) return 'it changes nothing';
  if (!hasCause(place, credential, { from, to })) return `nothing recorded together with it makes ${credential} ${to}`;
  return to === 'dead' && residuals.length > 0 ? `${credential} is called dead, though something of it is left` : null;
}

type Change = { from: CredentialStory['state']; to: CredentialStory['state'] };

function hasCause(place: Place, credential: string, { from, to }: Change): boolean {
  const earlier = before(place);
  switch (to) {
    case 'alive':
      return earlier.some((other) => isSeenAlive(other, credential, from));
    case 'cut-off':
      return from !== 'dead' && earlier.some((other) => isProof(other, credential));
    case 'dead':
      return from === 'cut-off' && earlier.some((other) => isProof(other, credential) && other.data.grade !== 'by-hand');
    case 'unknown':
      return (
        after(place).some((other) => other.type === 'credential.undone' && other.data.credential === credential) ||
        (from !== 'alive' && earlier.some(isTakenBack))
      );
  }
}

const isProof = (entry: Entry, credential: string): entry is EntryOf<'credential.proved'> =>
  entry.type === 'credential.proved' && entry.data.credential === credential && entry.data.after !== 'alive';

/** In another incident that rests on the same cut. */
export const isTakenBack = (entry: Entry) => entry.type === 'alarm.raised' && entry.data.code === 'cut-taken-back';

/** A look before the strike tells only of a credential of which nothing was known. */
export function isSeenAlive(entry: Entry, credential: string, from: CredentialStory['state']): boolean {
  switch (entry.type) {
    case 'credential.probed':
      return entry.data.credential === credential && entry.data.result === 'alive' && from === 'unknown';
    case 'credential.seen':
      return entry.data.credential === credential && entry.data.result === 'alive';
    case 'credential.proved':
      return entry.data.credential === credential && entry.data.after === 'alive';
    default:
      return false;
  }
}
