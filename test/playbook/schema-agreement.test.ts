/** An editor that shows a mistake is never wrong: whatever the published schema refuses, lint refuses too. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { playbookJsonSchema } from '../../src/playbook/json-schema.ts';
import { faultsOf, good } from './good-playbook.ts';
import { leakText } from './journey.ts';

type Tree = { [key: string]: unknown } | unknown[];
type Place = { tree: Tree; key: string };

const takes = new Ajv2020({ strict: false }).compile(playbookJsonSchema());
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Every place in the file where something stands. */
function placesIn(tree: Tree): Place[] {
  return Object.entries(tree).flatMap(([key, value]) => [{ tree, key }, ...(isTree(value) ? placesIn(value) : [])]);
}

const keys = ['title', 'within', 'each', 'next', 'gate', 'on-expiry', 'public-leak', 'by-hand', 'do', 'who', 'then', 'zzz', ''];
const values = fc.oneof(
  fc.constantFrom(null, '', ' ', 'a', 'end', '15m', '0s', '99999h', '1.5m', 'credential', 'ask', 'act', 'a.b', 'A.B'),
  fc.constantFrom<unknown>(0, 1, -1, 21, 1.5, 1e9, true, false, [], {}, ['a'], ['a', 'b'], { a: 1 }),
  fc.constantFrom('x'.repeat(64), 'x'.repeat(65), `  ${'x'.repeat(199)}\n\n`, 'x'.repeat(10_001), 'é', '💥', 'a\u0000b'),
  fc.constantFrom<unknown>(
    { do: 'a.b' },
    { 'by-hand': 'x', id: 'y', who: 'z', instructions: 'w' },
    // biome-ignore lint/suspicious/noThenProperty: the playbook's own word.
    { together: ['a', 'b'], then: 'c' },
  ),
  fc.string({ maxLength: 5 }),
);
const slips = fc.array(
  fc.record({
    where: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'rename', 'add', 'double'),
    key: fc.constantFrom(...keys),
    value: values,
  }),
  { minLength: 1, maxLength: 3 },
);

type Slip = typeof slips extends fc.Arbitrary<(infer One)[]> ? One : never;

function slipped(text: string, all: readonly Slip[]): unknown {
  const data = parse(text) as Tree;
  for (const { where, how, key, value } of all) {
    const places = placesIn(data);
    const place = places[where % places.length];
    if (place !== undefined) slipIn(place, how, key, structuredClone(value));
  }
  return data;
}

function slipIn({ tree, key }: Place, how: Slip['how'], other: string, value: unknown): void {
  if (Array.isArray(tree)) {
    const index = Number(key);
    if (how === 'remove') tree.splice(index, 1);
    else if (how === 'double') tree.push(structuredClone(tree[index]));
    else tree[index] = value;
    return;
  }
  const before = tree[key];
  if (how === 'remove' || how === 'rename') delete tree[key];
  if (how === 'replace') tree[key] = value;
  if (how === 'rename' || how === 'double') tree[other] = structuredClone(before);
  if (how === 'add') tree[other] = value;
}

test('after any slips of the pen', { timeout: 120_000 }, () => {
  const counts = { refused: 0, taken: 0 };
  fc.assert(
    fc.property(fc.constantFrom(good, leakText), slips, (text, all) => {
      // As a file: what YAML makes of it is what both are held against.
      const file = stringify(slipped(text, all));
      const byEditor = takes(parse(file));
      counts[byEditor ? 'taken' : 'refused'] += 1;
      if (!byEditor) expect(faultsOf(file), JSON.stringify(takes.errors)).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(counts.refused).toBeGreaterThan(60);
  expect(counts.taken).toBeGreaterThan(30);
});
