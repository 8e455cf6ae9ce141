/** A verifier is given files by strangers: whatever value stands anywhere, it ends in a verdict. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BundleParts, type Fields, inOrder, putTogether, sealed, sha256, takeApart, type Value } from './bundle-parts.ts';
import { ourVerifier } from './our-verifier.ts';
import { pythonAvailable, pythonVerdicts } from './python-verifier.ts';
import { testKey } from './test-keys.ts';

const good = readFileSync(resolve(import.meta.dirname, '../fixtures/bundles/0.1.0/contained.ndjson'), 'utf8');
const seed = Number(process.env.STAUNCH_MUTATION_SEED ?? Date.now() % 1_000_000_007);
const ofEachPlace = 25;

const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Value;
const hostile: Value[] = [
  null,
  '',
  -1,
  1e300,
  0.1,
  [],
  {},
  nested(2_000),
  JSON.parse('{"__proto__":{"seq":1}}') as Value,
  JSON.parse('{"constructor":1,"toString":2}') as Value,
];
const anyValue = fc.oneof(fc.jsonValue() as fc.Arbitrary<Value>, fc.constantFrom(...hostile));
const chance = fc.tuple(fc.nat(), fc.nat(), anyValue);

const replace = (fields: Fields, key: number, value: Value) => {
  const keys = Object.keys(fields);
  Object.assign(fields, { [keys[key % keys.length] ?? 'more']: value });
};
const anEntry = (parts: BundleParts, place: number) =>
  parts.entries[place % parts.entries.length] as BundleParts['entries'][number];

type Put = (parts: BundleParts, place: number, key: number, value: Value) => void;
const inParts: Record<string, Put> = {
  'in the data of an entry': (parts, place, key, value) => replace(anEntry(parts, place).header.data as Fields, key, value),
  'in the header of an entry': (parts, place, key, value) => replace(anEntry(parts, place).header, key, value),
  'in a move of the playbook': (parts, place, key, value) =>
    Object.assign(anEntry(parts, place).header, key % 2 === 0 ? { event: value } : { state: value }),
  'in the words of an entry': (parts, place, _, value) => {
    const entry = anEntry(parts, place);
    entry.body = inOrder(value);
    entry.salt ??= '0'.repeat(64);
    entry.header.digest = sha256(Buffer.from(entry.salt, 'hex'), entry.body);
  },
  'in the register': (parts, place, key, value) =>
    replace(parts.register[place % parts.register.length]?.header ?? {}, key, value),
  'in the playbook': (parts, _, key, value) => replace(parts.top.playbook as Fields, key, value),
  'in a witness line': (parts, _, __, value) => void parts.witness.push(inOrder(value)),
};

/** Everything around the value is made to fit, by the record key itself. */
function withValue(put: Put, [place, key, value]: [number, number, Value]): string {
  const parts = takeApart(good);
  put(parts, place, key, value);
  const row = parts.register[Number(parts.top.number) - 1];
  if (typeof row?.header === 'object') row.header.first = sha256(Buffer.alloc(32), inOrder(parts.entries[0]?.header ?? {}));
  return putTogether(parts, testKey.sign);
}

function withLine([place, key, value]: [number, number, Value]): string {
  const lines = good.trimEnd().split('\n').slice(0, -1);
  const line = JSON.parse(lines[place % lines.length] ?? '{}') as Fields;
  replace(line, key, value);
  lines[place % lines.length] = inOrder(line);
  return sealed(lines, testKey.sign);
}

describe.runIf(pythonAvailable())('whatever value stands', () => {
  const ours = ourVerifier();
  const places: [string, (chance: [number, number, Value]) => string][] = [
    ['in a line', withLine],
    ...Object.entries(inParts).map(([what, put]): [string, typeof withLine] => [what, (one) => withValue(put, one)]),
  ];
  test.each(places)('%s, both verifiers end in a verdict', async (_, make) => {
    const bundles = fc.sample(chance, { numRuns: ofEachPlace, seed }).map(make);
    const key = testKey.publicPem;
    expect(await pythonVerdicts(bundles.map((bundle) => ({ bundle, key })))).toHaveLength(bundles.length);
    for (const bundle of bundles) {
      expect(await ours(bundle, testKey.publicKey), `seed ${seed}`).toHaveProperty('ok');
    }
  });

  test('in the place of a number of rows, also one that cannot be shown, it is refused in a sentence', async () => {
    const put: Put = ({ entries }) => {
      const recorded = entries.find(({ header }) => header.type === 'usage.recorded')?.header.data as Fields;
      recorded.count = { toString: 1 };
    };
    expect(await ours(withValue(put, [0, 0, null]), testKey.publicKey)).toMatchObject({ ok: false, firstFault: { seq: 5 } });
  });

  test('in the place of a state, nested deeper than a stack bears, it is refused in a sentence', async () => {
    const bundle = withValue((parts) => Object.assign(anEntry(parts, 0).header, { state: nested(3_000) }), [0, 0, null]);
    const { ok, firstFault } = await ours(bundle, testKey.publicKey);
    expect({ ok, seq: firstFault?.seq }).toEqual({ ok: false, seq: 1 });
    expect((await pythonVerdicts([{ bundle, key: testKey.publicPem }]))[0]).toMatchObject({
      ok: false,
      firstFault: { seq: 1 },
    });
  });
});
