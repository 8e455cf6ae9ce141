import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHiddenLine } from '../../../../src/surfaces/cli/input/hidden-line.ts';
import { durationMs, parseInstant } from '../../../../src/surfaces/cli/input/instant.ts';
import { jsonLine } from '../../../../src/surfaces/cli/json-text.ts';
import { clean, cleanDocument } from '../../../../src/surfaces/cli/render/clean.ts';
import { shellWord } from '../../../../src/surfaces/cli/render/command-line.ts';
import { columnsOf, cutTo, wrap } from '../../../../src/surfaces/cli/render/measure.ts';
import { clockFace, timeOfDay } from '../../../../src/surfaces/cli/render/time-words.ts';
import { now } from '../sample-view.ts';

describe('a time as people type it', () => {
  test.each([
    ['2026-11-24T03:12:00Z', '2026-11-24T03:12:00.000Z'],
    ['2026-11-24T04:12+01:00', '2026-11-24T03:12:00.000Z'],
    ['now', now.toISOString()],
    ['now-10m', '2026-11-24T03:06:12.000Z'],
    ['90s ago', '2026-11-24T03:14:42.000Z'],
  ])('%s', (typed, iso) => {
    expect(parseInstant(typed, now, '--at')).toBe(iso);
  });

  test('a clock half a minute ahead counts as now; two minutes do not', () => {
    expect(parseInstant('2026-11-24T03:16:42Z', now, '--at')).toBe(now.toISOString());
    expect(() => parseInstant('2026-11-24T03:18:13Z', now, '--at')).toThrow('lies in the future');
  });

  test.each(['', 'yesterday', '03:12', '2026-13-01T00:00:00Z', '2026-11-24T03:12:00', 'now-10y', 'now+5m'])(
    'refuses "%s"',
    (typed) => {
      expect(() => parseInstant(typed, now, '--at')).toThrow('is not a time');
    },
  );

  test('lengths', () => {
    expect(['60s', '5m', '1h', '30', 'x', '-1s', '1e3s'].map(durationMs)).toEqual([
      60_000,
      300_000,
      3_600_000,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('a hidden line', () => {
  function keyboard(keys: string): { line: Promise<string>; shown: string[]; raw: boolean[] } {
    const shown: string[] = [];
    const raw: boolean[] = [];
    const input = Object.assign(new EventEmitter(), {
      setRawMode: (on: boolean) => raw.push(on),
      resume: () => undefined,
      pause: () => undefined,
    });
    const line = readHiddenLine(input, (text) => shown.push(text), 'Secret: ');
    input.emit('data', Buffer.from(keys));
    return { line, shown, raw };
  }

  test('is taken at Enter, with Backspace and Ctrl-U, and never shown', async () => {
    const typed = keyboard('wrong\u0015hüx\u007f\u007f\u007fhunter2\r');
    expect(await typed.line).toBe('hunter2');
    expect(typed.shown).toEqual(['Secret: ', '\n']);
    expect(typed.raw).toEqual([true, false]);
  });

  test('is given up with Ctrl-C, and the keyboard is given back', async () => {
    const typed = keyboard('hun\u0003');
    await expect(typed.line).rejects.toThrow('nothing was sent');
    expect(typed.raw).toEqual([true, false]);
  });

  test('is bounded', async () => {
    await expect(keyboard('x'.repeat(16_385)).line).rejects.toThrow('too long');
  });
});

describe('properties', () => {
  const anyText = fc.string({ unit: 'binary' });

  test('cleaned text holds nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(anyText, (text) => !/[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u.test(clean(text))),
    );
    fc.assert(fc.property(anyText, (text) => !/[\p{Cs}\u202a-\u202e]/u.test(cleanDocument(text))));
  });

  test('a JSON line keeps its value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const line = jsonLine(value);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(line.trimEnd()).not.toContain('\n');
      }),
    );
    expect(jsonLine('\u202e\u009b')).toBe('"\\u202e\\u009b"\n');
  });

  test('wrapping loses no word and keeps the width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 30 }).map((word) => word.replace(/\s/g, '_'))),
        fc.integer({ min: 20, max: 80 }),
        (words, columns) => {
          const lines = wrap(words.join(' '), columns);
          expect(lines.every((line) => columnsOf(line) <= columns)).toBe(true);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join('').replaceAll(' ', ''));
        },
      ),
    );
  });
});

test('wide characters take two columns', () => {
  expect(columnsOf('秘密')).toBe(4);
  expect(cutTo('秘密の鍵', 5)).toBe('秘密…');
});

test('clocks', () => {
  expect([252_000, 3_852_000, -5].map(clockFace)).toEqual(['04:12', '1:04:12', '00:00']);
  expect(timeOfDay('2026-11-23T03:12:07Z', now)).toBe('11-23 03:12:07Z');
  expect(timeOfDay('not a time', now)).toBe('not a time');
});

test('a word that a shell would read is quoted', () => {
  expect([shellWord('c1'), shellWord('my data'), shellWord("a'b"), shellWord('')]).toEqual([
    'c1',
    "'my data'",
    "'a'\\''b'",
    "''",
  ]);
});
