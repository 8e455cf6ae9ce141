import type { CredentialState } from '../../timeline/credential.ts';
import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { foldResidual, type ResidualStory } from './residuals.ts';
import { foldValue, type ValueStory } from './values.ts';

/** What became of one credential. `undefined` stands for text that was purged. */
export type CredentialStory = {
  id: string;
  kind: string;
  hint: string | undefined;
  locator: Record<string, string> | undefined;
  state: CredentialState;
  cutOffAt: string | null;
  deadAt: string | null;
  /** The last look before any strike. */
  look: EntryOf<'credential.probed'> | null;
  /** Oldest first. `undoneAt`: the strike was taken back afterwards, so the proof says nothing any more. */
  proofs: { entry: EntryOf<'credential.proved'>; undoneAt: string | null }[];
  /** Looks after a strike that proved nothing, oldest first. */
  seen: EntryOf<'credential.seen'>[];
  residuals: ResidualStory[];
  values: ValueStory[];
};

export const isCutOff = ({ state }: CredentialStory) => state === 'cut-off' || state === 'dead';

/** The proof that counts now, or null. */
export function standingProof(credential: CredentialStory): EntryOf<'credential.proved'> | null {
  const last = credential.proofs.at(-1);
  return last === undefined || last.undoneAt !== null ? null : last.entry;
}

/** The time when the last credential was proven refused; null while one is not. */
export function lastCutOff(credentials: readonly CredentialStory[]): string | null {
  const times = credentials.map(({ cutOffAt }) => cutOffAt);
  if (times.length === 0 || times.includes(null)) return null;
  return times.filter((time) => time !== null).reduce((last, time) => (Date.parse(time) > Date.parse(last) ? time : last));
}

export function credentialsOf(entries: readonly Entry[]): CredentialStory[] {
  const credentials = new Map<string, CredentialStory>();
  for (const entry of entries) {
    if (entry.type === 'credential.added') {
      credentials.set(entry.data.credential, added(entry));
    } else if ('credential' in entry.data && entry.data.credential !== null) {
      const credential = credentials.get(entry.data.credential);
      if (credential !== undefined) change(credential, entry);
    }
  }
  return [...credentials.values()];
}

function added(entry: EntryOf<'credential.added'>): CredentialStory {
  return {
    id: entry.data.credential,
    kind: entry.data.kind,
    hint: entry.body?.hint,
    locator: entry.body?.locator,
    state: 'unknown',
    cutOffAt: null,
    deadAt: null,
    look: null,
    proofs: [],
    seen: [],
    residuals: [],
    values: [],
  };
}

function change(credential: CredentialStory, entry: Entry): void {
  switch (entry.type) {
    case 'credential.probed':
      credential.look = entry;
      return;
    case 'credential.proved':
      credential.proofs.push({ entry, undoneAt: null });
      return;
    case 'credential.seen':
      credential.seen.push(entry);
      return;
    case 'credential.changed':
      changeState(credential, entry.data.to, entry.at);
      return;
    case 'credential.undone':
      for (const proof of credential.proofs) proof.undoneAt ??= entry.at;
      Object.assign(credential, { cutOffAt: null, deadAt: null });
      return;
    case 'residual.found':
    case 'residual.gone':
    case 'residual.accepted':
      foldResidual(credential.residuals, entry);
      return;
    case 'value.held':
    case 'value.destroyed':
      foldValue(credential.values, entry);
      return;
    default:
  }
}

function changeState(credential: CredentialStory, to: CredentialState, at: string): void {
  credential.state = to;
  if (to === 'cut-off') credential.cutOffAt = at;
  else if (to === 'dead') Object.assign(credential, { cutOffAt: credential.cutOffAt ?? at, deadAt: at });
  else Object.assign(credential, { cutOffAt: null, deadAt: null });
}
