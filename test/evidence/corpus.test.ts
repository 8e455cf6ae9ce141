/** A bundle in an auditor's hands does not age: what any version wrote, this one verifies. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ourVerifier } from './our-verifier.ts';
import { pythonAvailable, pythonVerdicts } from './python-verifier.ts';
import { testKey } from './test-keys.ts';

const sorts = ['alone', 'contained', 'open', 'purged', 'undone'];
const corpus = resolve(import.meta.dirname, '../fixtures/bundles');
const versions = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const bundles = versions.flatMap(({ name: version }) =>
  readdirSync(join(corpus, version))
    .filter((file) => file.endsWith('.ndjson') && file !== 'witness.ndjson')
    .map((file) => ({ version, file, bundle: readFileSync(join(corpus, version, file), 'utf8') })),
);
const beside = (version: string, file: string) => readFileSync(join(corpus, version, file), 'utf8');
const ours = ourVerifier();

describe('a bundle that was released', () => {
  test('is there in every sort, of every version', () => {
    const wanted = versions.flatMap(({ name }) => sorts.map((sort) => `${name}/${sort}`));
    expect(wanted.length).toBeGreaterThan(0);
    expect(bundles.map(({ version, file }) => `${version}/${file.replace('.ndjson', '')}`).sort()).toEqual(wanted.sort());
  });

  test.each(bundles)('verifies: $version/$file', async ({ version, bundle }) => {
    const verdict = await ours(bundle, testKey.publicKey, [beside(version, 'witness.ndjson')]);
    expect(verdict).toMatchObject({ ok: true, firstFault: null });
    expect(verdict.outsideAnchors).toBeGreaterThan(0);
    // A key that travels with the bundle vouches for nothing.
    expect(await ours(bundle, null)).toMatchObject({ ok: false });
  });

  test.runIf(pythonAvailable())('verifies in Python', async () => {
    const jobs = bundles.map(({ version, bundle }) => ({
      bundle,
      key: beside(version, 'record-key.pub.pem'),
      witness: [beside(version, 'witness.ndjson')],
    }));
    const verdicts = await pythonVerdicts(jobs);
    for (const [index, { version, bundle }] of bundles.entries()) {
      const { entries, head, outsideAnchors } = await ours(bundle, testKey.publicKey, [beside(version, 'witness.ndjson')]);
      expect(verdicts[index]).toEqual({ ok: true, entries, head, outsideAnchors, firstFault: null });
    }
  });
});
