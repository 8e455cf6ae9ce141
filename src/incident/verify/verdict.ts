import type { RecordFault } from '../replay/record-fault.ts';

/** What one check says: what was held against what, and what does not fit. */
export type Finding = { checked: string; faults: RecordFault[] };

/** What was given held against the record; `not checked`: it was given, and the record could not be read that far. */
export type Compared = 'known' | 'not given' | 'not checked' | 'another';

export type Verdict = {
  ok: boolean;
  entries: number;
  /** Hash of the last entry. */
  head: string | null;
  /** Valid lines of the witness files given that agree with this incident. */
  outsideAnchors: number;
  firstFault: RecordFault | null;
  /** Whether the key that was given is the one that the record names. */
  key: Compared;
  /** Whether every key that the record pins for a person is one that was given for them. */
  people: Compared;
  /** The first ones. */
  faults: RecordFault[];
  checked: string[];
};

/** Shown at most: the first ones explain the rest. */
const shownFaults = 20;

export function verdictOf(
  findings: readonly Finding[],
  about: Pick<Verdict, 'entries' | 'head' | 'outsideAnchors' | 'key' | 'people'>,
): Verdict {
  const faults = findings.flatMap((finding) => finding.faults);
  const sentences = findings.map(({ checked, faults: found }) => `${checked}: ${judged(found.length)}`);
  return {
    ok: faults.length === 0,
    ...about,
    firstFault: faults[0] ?? null,
    faults: faults.slice(0, shownFaults),
    checked: sentences,
  };
}

function judged(count: number): string {
  if (count === 0) return 'holds.';
  return count === 1 ? 'ONE FAULT.' : `${count} FAULTS.`;
}

/** A file that cannot even be taken apart. `given`: null where nothing was given to compare with. */
export function unreadable(what: string, given: { key: unknown; people: unknown }): Verdict {
  const unchecked = (one: unknown) => (one === null ? 'not given' : 'not checked');
  const nothing = {
    entries: 0,
    head: null,
    outsideAnchors: 0,
    key: unchecked(given.key),
    people: unchecked(given.people),
  } as const;
  return verdictOf([{ checked: 'The form of the file', faults: [{ seq: null, what }] }], nothing);
}
