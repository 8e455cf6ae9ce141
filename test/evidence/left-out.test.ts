/** Each entry of a record left out or told twice by somebody who holds the record key and makes everything fit: verify sees it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BundleParts, keysAnew, putTogether, takeApart } from './bundle-parts.ts';
import { ourVerifier } from './our-verifier.ts';
import { testKey } from './test-keys.ts';

const corpus = resolve(import.meta.dirname, '../fixtures/bundles/0.1.0');
const ours = ourVerifier();
type Entries = BundleParts['entries'];

function rewritten(bundle: string, edit: (entries: Entries) => void): string {
  const parts = takeApart(bundle);
  const order = [...parts.entries];
  edit(parts.entries);
  keysAnew(parts.entries);
  const seqOf = (old: number) => parts.entries.indexOf(order[old - 1] as Entries[number]) + 1;
  for (const [index, { header }] of parts.entries.entries()) {
    header.seq = index + 1;
    const data = header.data as { entry?: number };
    if (header.type === 'entry.purged') data.entry = seqOf(data.entry ?? 0);
  }
  parts.usage = parts.usage.map((row) => ({ ...row, seq: seqOf(row.seq) })).filter(({ seq }) => seq > 0);
  parts.witness = [];
  return putTogether(parts, testKey.sign);
}

/** Types of entries of which at least one could be changed so without anybody seeing it. */
async function unseen(name: string, edit: (entries: Entries, index: number) => void): Promise<string[]> {
  const bundle = readFileSync(resolve(corpus, `${name}.ndjson`), 'utf8');
  const types = takeApart(bundle).entries.map(({ header }) => String(header.type));
  const found = new Set<string>();
  for (const [index, type] of types.entries()) {
    // What stands last may have been followed by nothing: a cut end is the witness's to see.
    if (index === 0 || index === types.length - 1) continue;
    const { ok } = await ours(
      rewritten(bundle, (entries) => edit(entries, index)),
      testKey.publicKey,
    );
    if (ok) found.add(type);
  }
  return [...found].sort();
}

describe('of a record whose key is in the wrong hands', () => {
  // What only tells, and what the bot would have offered or said: nothing else in the record rests on it.
  const facts = ['credential.identified', 'note.added', 'usage.recorded'];
  const again = 'gate.asked-again';
  test.each([
    ['open', facts],
    ['contained', [...facts, again, 'undo.offered']],
    ['undone', [...facts, again, 'gate.passed-on']],
    ['alone', [...facts, 'gate.passed-on']],
    ['purged', [...facts, again, 'entry.corrected', 'undo.offered']],
  ])('no entry is left out unseen, but for those that nothing else rests on: %s', async (name, known) => {
    expect(await unseen(name, (entries, index) => void entries.splice(index, 1))).toEqual([...known].sort());
  });

  test.each([
    ['open', ['note.added']],
    ['contained', ['note.added']],
    ['undone', ['note.added']],
    ['alone', ['note.added']],
    ['purged', ['entry.corrected']],
  ])('no entry is told twice, but for words of people: %s', async (name, known) => {
    const twice = (entries: Entries, index: number) => {
      const copy = structuredClone(entries[index] as Entries[number]);
      delete copy.header.event;
      delete copy.header.state;
      copy.header.dedupe = 'forged';
      entries.splice(index + 1, 0, copy);
    };
    expect(await unseen(name, twice)).toEqual(known);
  });
});
