/** The verifier that an outsider could write from docs/evidence.md, on bundles that nothing of ours wrote. */
import { describe, expect, test } from 'vitest';
import { type BundleParts, putTogether, witnessLine } from './bundle-parts.ts';
import { type Job, pythonAvailable, pythonVerdicts } from './python-verifier.ts';
import { otherKey, testKey } from './test-keys.ts';
import { tinyBundle } from './tiny-bundle.ts';

const good = putTogether(tinyBundle(), testKey.sign);
const head = /head ([0-9a-f]{64})/.exec(good)?.[1];
const neighbour = '7f000001-0000-4000-8000-000000000001';

/** A bundle whose chain, counts and signature are right again after `change`. */
function signedAnew(change: (parts: BundleParts) => void): string {
  const parts = structuredClone(tinyBundle());
  change(parts);
  return putTogether(parts, testKey.sign);
}
const entry = (parts: BundleParts, seq: number) => parts.entries[seq - 1] as BundleParts['entries'][number];
const lineOf = (kind: string) => good.split('\n').findIndex((line) => line.includes(`"line":"${kind}"`));
const withLines = (change: (lines: string[]) => void) => {
  const lines = good.split('\n');
  change(lines);
  return lines.join('\n');
};

/** What was done, the fault that must be named, and the entry it is about. */
const faults: [string, string, RegExp, number | null][] = [
  ['nothing at all is in it', '', /does not end with a line end/, null],
  ['the last line has no end', good.trimEnd(), /does not end with a line end/, null],
  ['an empty line', `${good}\n`, /not canonical JSON/, null],
  ['a space in a line', good.replace('"line":"bundle"', '"line": "bundle"'), /not canonical JSON/, null],
  ['a field twice', good.replace('"line":"bundle"', '"line":"bundle","line":"bundle"'), /not canonical JSON/, null],
  ['a line of no known kind', `{"line":"more"}\n${good}`, /no known kind/, null],
  ['a field more', good.replace('"line":"bundle"', '"line":"bundle","more":1'), /exactly the fields/, null],
  ['two first lines', `${good.split('\n')[0]}\n${good}`, /not exactly one line bundle/, null],
  ['no checkpoint', withLines((lines) => lines.splice(lineOf('checkpoint'), 1)), /one line checkpoint/, null],
  [
    'a register row behind an entry',
    withLines((lines) => lines.splice(lineOf('entry') - 1, 0, ...lines.splice(lineOf('entry'), 1))),
    /behind/,
    null,
  ],
  ['version 2', signedAnew(({ top }) => Object.assign(top, { v: 2 })), /version 1 only/, null],
  ['true for 1', signedAnew(({ top }) => Object.assign(top, { v: true })), /version 1 only/, null],
  ['another playbook', signedAnew(({ top }) => Object.assign(top.playbook as object, { text: 'x' })), /another hash/, null],
  [
    'a real one shown as practice',
    signedAnew(({ top }) => Object.assign(top, { practice: false })),
    /another practice mark/,
    1,
  ],
  ['another number', signedAnew(({ top }) => Object.assign(top, { number: 3 })), /another incident under number 3/, null],
  ['a register row less', signedAnew(({ register }) => register.splice(0, 1)), /another version or number/, null],
  [
    'an incident twice in the register',
    signedAnew(({ register }) => Object.assign(register[2]?.header ?? {}, { incident: neighbour })),
    /names an incident twice/,
    null,
  ],
  [
    'another first entry in the register',
    signedAnew(({ register }) => Object.assign(register[1]?.header ?? {}, { first: '0'.repeat(64) })),
    /names another first entry/,
    1,
  ],
  ['an entry less', signedAnew(({ entries }) => entries.splice(2, 1)), /another version, place or incident/, 3],
  ['two entries swapped', signedAnew(({ entries }) => entries.splice(2, 0, ...entries.splice(3, 1))), /place/, 3],
  ['a key twice', signedAnew((p) => Object.assign(entry(p, 4).header, { dedupe: 'key 2' })), /repeats the key/, 4],
  ['a field more in a header', signedAnew((p) => Object.assign(entry(p, 2).header, { more: 1 })), /exactly its fields/, 2],
  ['a state without an event', signedAnew((p) => Object.assign(entry(p, 2).header, { state: 'x' })), /exactly its fields/, 2],
  ['another body', signedAnew((p) => Object.assign(entry(p, 4), { body: '{}' })), /not those that were recorded/, 4],
  ['another salt', signedAnew((p) => Object.assign(entry(p, 4), { salt: '0'.repeat(64) })), /not those that were/, 4],
  ['no body', signedAnew((p) => Object.assign(entry(p, 4), { salt: null, body: null })), /words are gone/, 4],
  ['a salt without a body', signedAnew((p) => Object.assign(entry(p, 4), { body: null })), /not both there/, 4],
  [
    'words without a digest',
    signedAnew((p) => Object.assign(entry(p, 5), { salt: '0'.repeat(64), body: '{}' })),
    /does not know/,
    5,
  ],
  [
    'a purge before what it purges',
    signedAnew(({ entries }) => Object.assign(entries[3]?.header ?? {}, { data: { entry: 4 } })),
    /words are gone/,
    2,
  ],
  ['another usage row', signedAnew(({ usage }) => Object.assign(usage[0] ?? {}, { row: '{}' })), /usage rows are not those/, 3],
  ['a usage row less', signedAnew(({ usage }) => usage.pop()), /1 usage rows, not as many/, 3],
  ['usage rows swapped', signedAnew(({ usage }) => usage.reverse()), /usage row/, 3],
  ['usage rows elsewhere', signedAnew(({ usage }) => usage.push({ seq: 4, place: 0, row: '' })), /records none/, 4],
  ['usage rows beyond the end', signedAnew(({ usage }) => usage.push({ seq: 9, place: 0, row: '' })), /is not there/, 9],
  ['another count in the checkpoint', good.replace('entries 5\\n', 'entries 4\\n'), /does not say "entries"/, null],
  ['a witness line unsigned', signedAnew(({ witness }) => witness.splice(0, 1, '{}')), /not signed by the record key/, null],
  ['a signature by another key', putTogether(tinyBundle(), otherKey.sign), /not signed by the key given/, null],
  [
    'another key everywhere',
    signedAnew(({ top, entries, register, witness }) => {
      Object.assign(top, { recordKey: otherKey.publicKey });
      Object.assign(entries[0]?.header.data as object, { recordKey: otherKey.publicKey });
      register.length = 2;
      witness.length = 0;
    }),
    /names another first entry/,
    1,
  ],
];

describe.runIf(pythonAvailable())('a verifier in another language', () => {
  test('takes a bundle that keeps to the format, and counts what vouches for it from outside', async () => {
    const parts = tinyBundle();
    const lines = [witnessLine(parts, 2, testKey.sign), witnessLine(parts, 5, testKey.sign)];
    const [alone, witnessed] = await pythonVerdicts([
      { bundle: good, key: testKey.publicPem },
      { bundle: good, key: testKey.publicPem, witness: [`${lines.join('\n')}\n{"torn":`] },
    ]);
    expect(alone).toEqual({ ok: true, entries: 5, head, outsideAnchors: 0, firstFault: null });
    expect(witnessed).toMatchObject({ ok: true, outsideAnchors: 2 });
  });

  test('names what is wrong, and the entry it is wrong with', async () => {
    const verdicts = await pythonVerdicts(faults.map(([, bundle]) => ({ bundle, key: testKey.publicPem })));
    const told = faults.map(([what, , , seq], index) => [what, verdicts[index]?.ok, verdicts[index]?.firstFault?.seq ?? seq]);
    expect(told).toEqual(faults.map(([what, , , seq]) => [what, false, seq]));
    for (const [index, [what, , words]] of faults.entries()) expect(verdicts[index]?.firstFault?.what, what).toMatch(words);
  });

  test('believes a witness file more than the bundle', async () => {
    const parts = tinyBundle();
    const other = '7f000001-0000-4000-8000-000000000009';
    const hash = 'e'.repeat(64);
    const said: [string, RegExp | null][] = [
      [witnessLine(parts, 6, testKey.sign), /bundle ends before it/],
      [witnessLine(parts, 5, testKey.sign, { head: hash }), /saw another entry/],
      [witnessLine(parts, 5, testKey.sign, { register: hash }), /another register row/],
      [witnessLine(parts, 5, testKey.sign, { number: 1 }), /under another number/],
      [witnessLine(parts, 1, testKey.sign, { incident: other, number: 4 }), /number 4, the register ends/],
      [witnessLine(parts, 1, testKey.sign, { incident: other, number: 1 }), /another incident under number 1/],
      [witnessLine(parts, 6, otherKey.sign), /no line of the witness files given/],
      ['', /no line of the witness files given/],
      [`${witnessLine(parts, 5, testKey.sign)}\n${witnessLine(parts, 6, otherKey.sign)}`, null],
    ];
    const jobs: Job[] = said.map(([line]) => ({ bundle: good, key: testKey.publicPem, witness: [`${line}\n`] }));
    const verdicts = await pythonVerdicts(jobs);
    expect(verdicts.map(({ ok }) => ok)).toEqual(said.map(([, words]) => words === null));
    for (const [index, [, words]] of said.entries()) {
      if (words !== null) expect(verdicts[index]?.firstFault?.what).toMatch(words);
    }
  });
});
