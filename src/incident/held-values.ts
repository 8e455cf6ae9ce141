/** The values an incident needs for its proofs: sealed in the database, in the clear for one call, known to the redactor. */
import type { Query, Write } from '../platform/db/db.ts';
import { SealError } from '../platform/keys/values-key.ts';
import { allHeldValues, dropHeldValue, type HeldPlace, putHeldValue, readHeldValue } from './rows/held-value-row.ts';

/** What this needs from the keys; `place` is bound to the ciphertext, so a row moved elsewhere does not open. */
export type Sealing = {
  seal(value: string, place: string): string;
  open(sealed: string, place: string): string;
};

export type Fingerprints = { of(kind: string, value: string): string };

/** What this needs from the redactor. `exempt`: strings that are public anyway and must stay readable. */
export type Knowing = { know(value: string, exempt?: string[]): void; forget(value: string): void };

export type HeldValues = {
  fingerprint(kind: string, value: string): string;
  put(write: Write, place: HeldPlace, value: string, locator: Record<string, string>): Promise<void>;
  /** In the clear, and from now on known to the redactor. */
  get(query: Query, place: HeldPlace): Promise<string | null>;
  destroy(write: Write, place: HeldPlace): Promise<void>;
  /**
   * Brings the redactor up to date with what is held now, by whichever process: before text is taken in. Answers the
   * places whose value does not open (another key, a changed row): a step that needs one says so and is stuck.
   */
  learn(query: Query): Promise<string[]>;
};

export function heldValues(sealing: Sealing, fingerprints: Fingerprints, redactor: Knowing): HeldValues {
  // What the redactor was told of, by place: each `know` needs its own `forget`.
  const told = new Map<string, string>();
  // Told of before its row is committed: nobody else sees it yet, and it is not gone for that.
  const coming = new Set<string>();
  function tell(place: HeldPlace, value: string, locator: Record<string, string>): void {
    const name = nameOf(place);
    if (told.get(name) === value) return;
    untell(name);
    told.set(name, value);
    redactor.know(value, Object.values(locator));
  }
  function untell(name: string): void {
    const before = told.get(name);
    if (before !== undefined) redactor.forget(before);
    told.delete(name);
  }
  return {
    fingerprint: (kind, value) => fingerprints.of(kind, value),
    async put(write, place, value, locator) {
      tell(place, value, locator);
      coming.add(nameOf(place));
      await putHeldValue(write, place, sealing.seal(value, nameOf(place)));
    },
    async get(query, place) {
      const held = await readHeldValue(query, place);
      if (held === null) return null;
      const value = sealing.open(held.sealed, nameOf(place));
      // Another process may have taken it in: nothing of it may leave this one unmasked.
      tell(place, value, held.locator);
      return value;
    },
    destroy(write, place) {
      coming.delete(nameOf(place));
      return dropHeldValue(write, place);
    },
    async learn(query) {
      const held = await allHeldValues(query);
      const closed: string[] = [];
      for (const { sealed, locator, ...place } of held) {
        const value = opened(sealing, sealed, nameOf(place));
        if (value === null) closed.push(nameOf(place));
        else tell(place, value, locator);
        coming.delete(nameOf(place));
      }
      const names = new Set(held.map(nameOf));
      for (const name of told.keys()) if (!names.has(name) && !coming.has(name)) untell(name);
      return closed;
    },
  };
}

/** One row that does not open must not keep a bot from starting, or another incident from its commands. */
function opened(sealing: Sealing, sealed: string, name: string): string | null {
  try {
    return sealing.open(sealed, name);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

const nameOf = (place: HeldPlace) => `${place.incident}/${place.credential}/${place.ref}`;
