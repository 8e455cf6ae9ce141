import type { EntryOf } from '../../timeline/entry.ts';
import { lastCutOff, standingProof } from './credentials.ts';
import { entriesOf } from './pick.ts';
import type { Story } from './story.ts';

/** Since when others could use what leaked, as somebody said or as it was seen. `seq`: the entry that says so. */
export type ExposureStart = {
  at: string;
  basis: 'declared' | 'declared again' | 'corrected' | 'use seen';
  by: string | null;
  seq: number;
};

/** The proof that ended it, for one credential. `at` null: it is not cut off. */
export type ExposureEnd = { credential: string; at: string | null; proof: EntryOf<'credential.proved'> | null };

export type Exposure = {
  /** Every statement there is, the earliest instant first: the first one counts. Empty: nobody knows. */
  starts: ExposureStart[];
  ends: ExposureEnd[];
  /** When the last credential was cut off; null while one is not. */
  until: string | null;
};

export function exposureOf(story: Pick<Story, 'declared' | 'entries' | 'credentials'>): Exposure {
  const { declared, entries, credentials } = story;
  const starts: ExposureStart[] = [];
  if (declared !== null && declared.data.exposedSince !== null) {
    starts.push({ at: declared.data.exposedSince, basis: 'declared', by: declared.actor, seq: declared.seq });
  }
  for (const { data, actor, seq } of entriesOf(entries, 'declaration.joined')) {
    if (data.exposedSince !== null) starts.push({ at: data.exposedSince, basis: 'declared again', by: actor, seq });
  }
  return {
    starts: starts.sort((one, other) => timeOf(one.at) - timeOf(other.at) || one.seq - other.seq),
    ends: credentials.map((credential) => ({
      credential: credential.id,
      at: credential.cutOffAt,
      proof: standingProof(credential),
    })),
    until: lastCutOff(credentials),
  };
}

/** What is no time comes last. */
function timeOf(at: string): number {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? Number.MAX_SAFE_INTEGER : ms;
}
