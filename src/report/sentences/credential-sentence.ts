import type { Entry } from '../../timeline/entry.ts';
import { type Rich, say } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { prose, sentence } from '../words/prose.ts';
import { lookWords, stateWords } from '../words/state-words.ts';
import { utc } from '../words/time-words.ts';

export type CredentialEntry = Extract<
  Entry,
  { type: `credential.${string}` | `residual.${string}` | `value.${string}` | 'undo.offered' }
>;

/** What was learnt of a credential, and what became of it and of its value. */
export function credentialSentence(entry: CredentialEntry, names: Names): Rich {
  const name = names.credential(entry.data.credential);
  switch (entry.type) {
    case 'credential.added':
      return say`What leaked: ${name} (${prose(entry.data.kind)}).`;
    case 'credential.identified':
      return say`${name} was found at its provider, with what hangs on it.`;
    case 'credential.probed':
      return sentence(say`A look at ${name}: ${lookWords[entry.data.result]}. ${prose(entry.body?.detail)}`);
    case 'credential.proved': {
      const { before, after, grade } = entry.data;
      const earlier = before === null ? 'no look' : lookWords[before];
      return say`Proof of ${name}, ${grade}: before, ${earlier}; after, ${lookWords[after]}.`;
    }
    case 'credential.seen':
      return sentence(
        say`A look at ${name} that proves nothing: ${lookWords[entry.data.result]}. ${prose(entry.body?.detail)}`,
      );
    case 'credential.changed':
      return say`${name}: ${stateWords[entry.data.from]} → **${stateWords[entry.data.to]}**.`;
    case 'credential.undone':
      return say`What was done to ${name} was taken back: it may work again.`;
    case 'undo.offered':
      return say`What was done to ${name} can be taken back until the incident is closed.`;
    default:
      return leftoverSentence(entry, name, names);
  }
}

type Leftover = Extract<CredentialEntry, { type: `residual.${string}` | `value.${string}` }>;

function leftoverSentence(entry: Leftover, name: Rich, names: Names): Rich {
  switch (entry.type) {
    case 'residual.found': {
      const until = entry.data.until === null ? 'nothing ends it by itself' : say`until ${utc(entry.data.until)}`;
      return say`Outlives ${name}: ${prose(entry.body?.what)} (${until}).`;
    }
    case 'residual.gone':
      return say`${prose(entry.data.residual)} of ${name} is gone: a later look no longer finds it.`;
    case 'residual.accepted':
      return sentence(
        say`${names.person(entry.data.person)} accepted ${prose(entry.data.residual)} of ${name}: ${prose(entry.body?.reason)}`,
      );
    case 'value.held':
      return say`The ${entry.data.ref} value of ${name} is held, encrypted, until ${utc(entry.data.until)} at the latest.`;
    case 'value.destroyed':
      return sentence(say`The ${entry.data.ref} value of ${name} was destroyed: ${prose(entry.data.why)}`);
  }
}
