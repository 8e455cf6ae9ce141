import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/platform/canonical.ts';
import { formsOf } from '../../../src/platform/redact/forms.ts';
import { createRedactor } from '../../../src/platform/redact/redactor.ts';
import { mask } from '../../../src/platform/redact/spans.ts';

const value = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 }).filter((text) => !mask.includes(text));
const surroundings = fc.string({ unit: 'grapheme', maxLength: 60 });

// Written apart from the product's own list of forms, so that a spelling it forgets is missed here.
const spellings: Record<string, (text: string) => string> = {
  raw: (text) => text,
  url: encodeURIComponent,
  form: (text) => new URLSearchParams({ v: text }).toString().slice(2),
  json: (text) => JSON.stringify({ v: text }),
  'json in json': (text) => JSON.stringify(JSON.stringify({ v: text })),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  HEX: (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

describe('a known value', () => {
  test.each(Object.keys(spellings))('does not survive as %s, whatever stands around it', (name) => {
    const spell = spellings[name] ?? String;
    fc.assert(
      fc.property(value, surroundings, surroundings, (secret, before, after) => {
        const redactor = createRedactor();
        redactor.know(secret);
        const out = redactor.text(before + spell(secret) + after);
        // A mask between its neighbours may by chance spell a short value anew; that shows nothing of it.
        const rest = out.split(mask);
        for (const form of formsOf(secret)) for (const part of rest) expect(part).not.toContain(form);
      }),
      { numRuns: 200 },
    );
  });

  test('does not survive inside something longer that was encoded as base64, at any alignment', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 8 }), (secret, offset) => {
        const redactor = createRedactor();
        redactor.know(secret);
        const basic = Buffer.from(`${'u'.repeat(offset)}${secret}:tail`).toString('base64');
        expect(redactor.text(basic)).toContain(mask);
      }),
      { numRuns: 200 },
    );
  });

  test('does not survive in keys, strings or numbers of JSON', () => {
    const redactor = createRedactor();
    redactor.know('483920');
    const input: Json = { '483920': ['x483920y', 483920, 1483920.5, true, null, { deep: '483920' }] };
    expect(redactor.json(input)).toEqual({ [mask]: [`x${mask}y`, mask, `1${mask}.5`, true, null, { deep: mask }] });
  });

  test('is masked over its whole length where it overlaps another known value', () => {
    const redactor = createRedactor();
    redactor.know('abcdef');
    redactor.know('defghi');
    redactor.know('abc');
    expect(redactor.text('1 abcdefghi 2')).toBe(`1 ${mask} 2`);
  });

  test('stays masked until everyone who knew it has forgotten it', () => {
    const redactor = createRedactor();
    redactor.know('hunter22');
    redactor.know('hunter22');
    redactor.forget('hunter22');
    expect(redactor.text('hunter22')).toBe(mask);
    redactor.forget('hunter22');
    redactor.forget('hunter22');
    expect(redactor.text('hunter22')).toBe('hunter22');
  });

  test('of fewer than four characters is left alone, so that text stays readable', () => {
    const redactor = createRedactor();
    redactor.know('app');
    expect(redactor.text('the app is up')).toBe('the app is up');
  });

  test('that equals a word of the locator is left readable, but masked again when another incident holds it', () => {
    const redactor = createRedactor();
    redactor.know('shop', ['main', 'shop']);
    expect(redactor.text('role shop')).toBe('role shop');
    redactor.know('shop', ['main', 'other']);
    expect(redactor.text('role shop')).toBe(`role ${mask}`);
  });
});

test('text without a secret is unchanged', () => {
  const redactor = createRedactor();
  redactor.know('correct-horse-battery-staple');
  fc.assert(
    fc.property(fc.lorem({ maxCount: 200 }), (text) => {
      expect(redactor.text(text)).toBe(text);
    }),
  );
  const report =
    '## Proof\n| 03:12:04Z | SCRAM login as app@db.internal:5432 refused (28P01) | plan 3fa94c0d1e |\nhttps://docs.example.com:8443/a?b=c';
  expect(redactor.text(report)).toBe(report);
});

test('redacting twice is redacting once', () => {
  const redactor = createRedactor();
  redactor.know('p@ss w0rd/é');
  fc.assert(
    fc.property(surroundings, (around) => {
      const once = redactor.text(`${around}p@ss w0rd/é${around}postgres://u:secretpw@h`);
      expect(redactor.text(once)).toBe(once);
    }),
  );
});

test('a mebibyte of the worst text is redacted within two seconds', () => {
  const redactor = createRedactor();
  for (const secret of ['x'.repeat(64), 'pa55word-of-app', 'zażółć gęślą jaźń']) redactor.know(secret);
  const mebibyte = 1_048_576;
  const hostile = [
    'eyJ',
    'eyJa.',
    '://a:',
    'postgres://u:p',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    'x',
    'ghp_',
    'a-',
    'SCRAM-SHA-256$1:A',
    'SG.aaaaaaaaaaaaaaaa.',
    'password=',
    'hooks.slack.com/services/',
    'md5',
    ':',
    'sk-',
    '\\neyJ',
    'authorization: bearer ',
    'AKIA',
    '.',
    '%',
    '-',
    "'",
  ];
  for (const piece of hostile) {
    const text = piece.repeat(Math.ceil(mebibyte / piece.length));
    const startedAt = performance.now();
    redactor.text(text);
    expect(performance.now() - startedAt, piece).toBeLessThan(2_000);
  }
});
