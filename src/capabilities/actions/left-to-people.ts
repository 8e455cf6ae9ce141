/** Kinds that the bot may not strike: what is said to the person who does it. */
import type { Failure, KnownCredential } from '../../incident/action.ts';
import type { CredentialKind, PlanOption } from '../credentials/kind.ts';
import { kindFacts, recordOf } from './call.ts';

/** The modes in which nothing is struck, nor taken back. */
export const isHandsOff = ({ mode }: Pick<KnownCredential, 'mode'>): boolean => mode === 'watch' || mode === 'guide';

/** Of a credential that is only watched and still open: what the bot leaves to a person; null where nothing is left to do. */
export function watchedOnly(kind: CredentialKind, credential: KnownCredential): Failure | null {
  if (credential.mode !== 'watch' || credential.state === 'cut-off' || credential.state === 'dead') return null;
  const options = credential.facts === null ? null : optionsOf(kind, credential);
  if (options?.length === 0) return null;
  const would = options === null ? '' : ` With the mode "ask" it would: ${options.map(wouldDo).join(' — or: ')}.`;
  return {
    class: 'by-hand',
    reason: `Staunch only watches ${kind.name} (modes: in staunch.yml): nothing was called, and ${credential.hint} is as it was.${would} End it by your own means, then say so with by-hand: it is looked at again.`,
  };
}

/** "Lock it out: revoke the token on main". */
export const wouldDo = ({ title, target }: PlanOption): string =>
  `${title}: ${target.calls.map(({ call, target: where }) => `${call} on ${where}`).join(', ')}`;

export const optionsOf = (kind: CredentialKind, credential: KnownCredential): PlanOption[] =>
  kind.plan(recordOf(credential), kindFacts(credential), credential.before);
