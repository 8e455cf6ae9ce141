/** Random changes of a bundle: no verifier that knows the key takes any of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { putTogether } from './bundle-parts.ts';
import { type Chance, mutations } from './mutations.ts';
import { pythonAvailable, pythonVerdicts } from './python-verifier.ts';
import { testKey } from './test-keys.ts';
import { tinyBundle } from './tiny-bundle.ts';

/** Of each kind; set STAUNCH_MUTATION_SEED to see one run again. */
const ofEachKind = 4;
const seed = Number(process.env.STAUNCH_MUTATION_SEED ?? Date.now() % 1_000_000_007);

type Mutant = { what: string; bundle: string | Uint8Array };

/** Mutants of every kind, without those that happen to be the bundle itself. */
function mutantsOf(bundle: string): Mutant[] {
  const chances = fc.sample(fc.tuple(fc.nat(), fc.nat(), fc.nat()), {
    numRuns: ofEachKind * Object.keys(mutations).length,
    seed,
  });
  return Object.entries(mutations).flatMap(([what, mutate], kind) =>
    chances
      .slice(kind * ofEachKind, (kind + 1) * ofEachKind)
      .map((chance: Chance) => ({ what: `${what} (${chance})`, bundle: mutate(bundle, chance) }))
      .filter((mutant) => !Buffer.from(mutant.bundle).equals(Buffer.from(bundle))),
  );
}

describe.runIf(pythonAvailable())('a bundle that was changed anywhere', () => {
  test('is refused by the verifier in Python', async () => {
    const mutants = mutantsOf(putTogether(tinyBundle(), testKey.sign));
    const verdicts = await pythonVerdicts(mutants.map(({ bundle }) => ({ bundle, key: testKey.publicPem })));
    const accepted = mutants.filter((_, index) => verdicts[index]?.ok !== false).map(({ what }) => what);
    expect(accepted, `seed ${seed}`).toEqual([]);
    expect(mutants.length).toBeGreaterThan(100);
  });
});
