/** Random changes of a real bundle: no verifier that knows the key takes any of them. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../incident/world.ts';
import { putTogether, takeApart, witnessLine } from './bundle-parts.ts';
import { byKeyHolder } from './by-key-holder.ts';
import { askedIncident, containedIncident } from './incidents.ts';
import { type Chance, type Mutant, mutations } from './mutations.ts';
import { ourVerifier } from './our-verifier.ts';
import { pythonAvailable, pythonVerdicts } from './python-verifier.ts';
import { openSigners, type Signers } from './signers.ts';
import { testKey } from './test-keys.ts';
import { tinyBundle } from './tiny-bundle.ts';

/** Of each kind; set STAUNCH_MUTATION_SEED to see one run again. */
const ofEachKind = 3;
const seed = Number(process.env.STAUNCH_MUTATION_SEED ?? Date.now() % 1_000_000_007);

/** Mutants of every kind, without those that happen to be the bundle itself. */
function mutantsOf(bundle: string): Mutant[] {
  const numRuns = ofEachKind * Object.keys(mutations).length;
  const chances = fc.sample(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { numRuns, seed });
  return Object.entries(mutations).flatMap(([what, mutate], kind) =>
    chances
      .slice(kind * ofEachKind, (kind + 1) * ofEachKind)
      .map((chance: Chance) => ({ what: `${what} (${chance})`, bundle: mutate(bundle, chance) }))
      .filter((mutant) => !Buffer.from(mutant.bundle).equals(Buffer.from(bundle))),
  );
}

const ours = ourVerifier();
const inPython = (bundles: (string | Uint8Array)[]) =>
  pythonVerdicts(bundles.map((bundle) => ({ bundle, key: testKey.publicPem })));

describe.runIf(pythonAvailable())('a bundle that was changed anywhere', () => {
  let world: World;
  let signers: Signers;
  /** Of a real incident that stands between two others; with a line of the bot's own witness file. */
  let real = '';

  beforeAll(async () => {
    signers = await openSigners();
    world = await openWorld({ people: signers.people, practice: false });
    await askedIncident(world);
    const incident = await containedIncident(world, signers);
    await askedIncident(world);
    const parts = takeApart((await world.desk.bundle(incident)) ?? '');
    parts.witness.push(witnessLine(parts, 20, testKey.sign));
    real = putTogether(parts, testKey.sign);
  });
  afterAll(async () => {
    await world.close();
    await signers.remove();
  });

  test('was taken by both verifiers before', async () => {
    const [python] = await inPython([real]);
    expect(python).toMatchObject({ ok: true });
    expect(await ours(real, testKey.publicKey)).toMatchObject({ ok: true, head: python?.head, entries: python?.entries });
  });

  test('is refused by both verifiers', async () => {
    const mutants = mutantsOf(real);
    const verdicts = await inPython(mutants.map(({ bundle }) => bundle));
    const accepted: string[] = [];
    for (const [index, { what, bundle }] of mutants.entries()) {
      if (verdicts[index]?.ok !== false) accepted.push(`Python: ${what}`);
      if ((await ours(bundle, testKey.publicKey)).ok) accepted.push(`Staunch: ${what}`);
    }
    expect(accepted, `seed ${seed}`).toEqual([]);
    expect(mutants.length).toBeGreaterThan(100);
  });

  test('is refused by Staunch alone where all but people and playbook agrees: the record key was in the wrong hands', async () => {
    const forged = byKeyHolder(real);
    const verdicts = await inPython(forged.map(({ bundle }) => bundle));
    expect(forged.filter((_, index) => verdicts[index]?.ok !== true).map(({ what }) => what)).toEqual([]);
    for (const { what, bundle } of forged) {
      expect(await ours(bundle, testKey.publicKey), what).toMatchObject({ ok: false });
    }
  });

  test('is refused by the verifier in Python also where nothing of ours wrote it', async () => {
    const mutants = mutantsOf(putTogether(tinyBundle(), testKey.sign));
    const verdicts = await inPython(mutants.map(({ bundle }) => bundle));
    const accepted = mutants.filter((_, index) => verdicts[index]?.ok !== false).map(({ what }) => what);
    expect(accepted, `seed ${seed}`).toEqual([]);
  });
});
