import type { CredentialState } from '../../timeline/credential.ts';
import type { Grade, ProbeResult } from '../../timeline/proof.ts';
import { type Rich, say } from '../document/rich.ts';

export const stateWords: Record<CredentialState, string> = {
  unknown: 'not known',
  alive: 'still works',
  'cut-off': 'cut off',
  dead: 'dead, nothing of it is left',
};

/** The same as a clause, for what is not cut off. */
export const openWords: Record<CredentialState, string> = {
  unknown: 'whether it works is not known',
  alive: 'it still works',
  'cut-off': 'it is cut off',
  dead: 'it is dead',
};

export const lookWords: Record<ProbeResult, string> = {
  alive: 'it opens',
  refused: 'refused',
  'could-not-tell': 'could not tell',
};

/** How a proof was come by: what an auditor may build on it. */
export const gradeWords: Record<Grade, Rich> = {
  'by-use': say`**by use** (the credential itself was tried: it opened before the strike, and was refused after it)`,
  'by-provider': say`**by the provider's word** (its own state was asked more than once over a fresh connection; trying the credential itself does not prove it)`,
  'found-dead': say`**found dead** (the credential was refused at the first look, before anything was done)`,
  'by-hand': say`**by hand** (a named person says so; no look of the bot proves it)`,
};
