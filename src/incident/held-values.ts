/** The values an incident needs for its proofs: sealed in the database, in the clear for one call, known to the redactor. */
import type { Query } from '../platform/db/db.ts';
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
  put(query: Query, place: HeldPlace, value: string, locator: Record<string, string>): Promise<void>;
  get(query: Query, place: HeldPlace): Promise<string | null>;
  /** Whether there was one. */
  destroy(query: Query, place: HeldPlace): Promise<boolean>;
  /** Makes the values that are held now known to the redactor: at start, and before text is taken in. */
  learn(query: Query): Promise<void>;
};

export function heldValues(sealing: Sealing, fingerprints: Fingerprints, redactor: Knowing): HeldValues {
  return {
    fingerprint: (kind, value) => fingerprints.of(kind, value),
    async put(query, place, value, locator) {
      redactor.know(value, Object.values(locator));
      await putHeldValue(query, place, sealing.seal(value, nameOf(place)));
    },
    async get(query, place) {
      const sealed = await readHeldValue(query, place);
      return sealed === null ? null : sealing.open(sealed, nameOf(place));
    },
    destroy: dropHeldValue,
    async learn(query) {
      for (const { sealed, locator, ...place } of await allHeldValues(query)) {
        redactor.know(sealing.open(sealed, nameOf(place)), Object.values(locator));
      }
    },
  };
}

const nameOf = (place: HeldPlace) => `${place.incident}/${place.credential}/${place.ref}`;
