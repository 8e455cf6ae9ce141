import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usageDigest, usageLimits, usageTexts } from '../../src/timeline/usage.ts';
import { readWitnessLine, type WitnessStatement, witnessLine, witnessText } from '../../src/timeline/witness.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 600 });

describe('rows of usage', () => {
  test('are bounded, canonical and well-formed, whatever a provider calls things', () => {
    const row = fc.record({
      at: fc.constant(null),
      from: fc.option(anyText),
      as: fc.option(anyText),
      what: fc.oneof(anyText, fc.constant(`${'x'.repeat(254)}\u{1f600}${'y'.repeat(9)}`), fc.constant('\ud800'.repeat(300))),
      program: fc.option(anyText),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const { texts, cut } = usageTexts(rows, (json) => json);
        expect([texts.length, cut]).toEqual([rows.length, 0]);
        for (const text of texts) {
          expect(text.isWellFormed()).toBe(true);
          for (const value of Object.values(JSON.parse(text) as Record<string, string | null>)) {
            expect((value ?? '').length).toBeLessThanOrEqual(usageLimits.fieldChars);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('are bound by SHA-256 over each row and a line feed, in order', () => {
    const expected = createHash('sha256').update('{"a":1}\n{"b":"ü"}\n', 'utf8').digest('hex');
    expect(usageDigest(['{"a":1}', '{"b":"ü"}'])).toBe(expected);
    expect(usageDigest(['{"b":"ü"}', '{"a":1}'])).not.toBe(expected);
  });

  test('are masked before they are cut: half a secret is not left over', () => {
    const secret = 'correct-horse-battery';
    const what = `${'x'.repeat(usageLimits.fieldChars - 10)}${secret}`;
    const redact = (json: unknown) => JSON.parse(JSON.stringify(json).replaceAll(secret, '[redacted]'));
    const { texts } = usageTexts([{ at: null, from: null, as: null, what, program: null }], redact);
    expect(texts[0]).not.toContain('correct');
  });
});

describe('a line of the witness', () => {
  const said: WitnessStatement = {
    v: 1,
    at: '2026-11-24T03:12:00.000Z',
    incident: '7ddeac52-d602-8a55-868c-47c2627baac4',
    number: 7,
    seq: 21,
    head: 'a'.repeat(64),
    register: 'b'.repeat(64),
  };

  test('is canonical JSON, signed without its signature, and reads back', () => {
    const line = witnessLine(said, (text) => `signed ${text.length}`);
    expect(line).toMatch(/^\{"at":.*"v":1\}\n$/);
    expect(readWitnessLine(line.trimEnd())).toEqual({ statement: said, signature: `signed ${witnessText(said).length}` });
  });

  test.each([
    '',
    'null',
    '[]',
    '{"at":"2026-11',
    '{"v":1}',
    JSON.stringify({ ...said, signature: 's', v: 2 }),
    JSON.stringify({ ...said, signature: 's', seq: 0 }),
    JSON.stringify({ ...said, signature: 's', head: 'A'.repeat(64) }),
    JSON.stringify({ ...said, signature: 's', more: true }),
    JSON.stringify(said),
  ])('is not %s', (line) => {
    expect(readWitnessLine(line)).toBeNull();
  });
});
