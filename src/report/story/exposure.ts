import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { type CredentialStory, lastCutOff, standingProof } from './credentials.ts';
import { entriesOf } from './pick.ts';

/** Since when others could use what leaked, as somebody said. `seq`: the entry that says so. */
export type ExposureStart = { at: string; basis: 'declared' | 'declared again' | 'corrected'; by: string; seq: number };

/** The proof that ended it, for one credential. `at` null: it is not cut off. */
export type ExposureEnd = { credential: string; at: string | null; proof: EntryOf<'credential.proved'> | null };

export type Exposure = {
  /** The statement that counts: the last correction, else the earliest that was declared. Null: nobody said. */
  since: ExposureStart | null;
  /** What was said beside it and does not count any more. */
  others: ExposureStart[];
  ends: ExposureEnd[];
  /** When the last credential was cut off; null while one is not. */
  until: string | null;
};

type Told = { declared: EntryOf<'incident.declared'> | null; entries: readonly Entry[]; credentials: CredentialStory[] };

export function exposureOf(story: Told): Exposure {
  const { credentials } = story;
  const said = startsOf(story);
  const corrected = said.findLast(({ basis }) => basis === 'corrected');
  const earliest = [...said].sort((one, other) => timeOf(one.at) - timeOf(other.at) || one.seq - other.seq)[0];
  const since = corrected ?? earliest ?? null;
  return {
    since,
    others: said.filter((start) => start !== since),
    ends: credentials.map((credential) => ({
      credential: credential.id,
      at: credential.cutOffAt,
      proof: standingProof(credential),
    })),
    until: lastCutOff(credentials),
  };
}

/** In the order of the record. */
function startsOf({ declared, entries }: Omit<Told, 'credentials'>): ExposureStart[] {
  const starts: ExposureStart[] = [];
  if (declared !== null && declared.data.exposedSince !== null) {
    starts.push({ at: declared.data.exposedSince, basis: 'declared', by: declared.actor, seq: declared.seq });
  }
  for (const { data, actor, seq } of entriesOf(entries, 'declaration.joined')) {
    if (data.exposedSince !== null) starts.push({ at: data.exposedSince, basis: 'declared again', by: actor, seq });
  }
  for (const { data, seq } of entriesOf(entries, 'entry.corrected')) {
    if (data.exposedSince !== null) {
      starts.push({ at: data.exposedSince, basis: 'corrected', by: `person:${data.person}`, seq });
    }
  }
  return starts;
}

/** What is no time comes last. */
function timeOf(at: string): number {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}
