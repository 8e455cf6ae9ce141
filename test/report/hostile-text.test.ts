import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportInput } from '../../src/report/story/report-input.ts';
import { nasty } from './nasty.ts';
import { purgedOf, recordOf } from './record-builder.ts';
import { retold } from './retold.ts';
import { markdownOf } from './section.ts';
import { accepted, drifted, outlived, rarities, refusedWhole, stuck, undone, whole } from './stories.ts';
import { alone, mended, stopped } from './under-fire-stories.ts';

const stories = [whole, [...outlived, ...accepted], stuck, undone, refusedWhole, rarities, drifted, alone, stopped, mended];

const unescapedPipes = (line: string) => line.replaceAll(/\\[\\|]/g, '').split('|').length - 1;

/** What a Markdown reader sees of the structure: what each line is, and how many cells a row has. */
function skeleton(report: string): string[] {
  return report
    .replaceAll(/^```text\n[^`]*\n```$/gm, (drawing) => `drawing of ${drawing.split('\n').length} lines`)
    .trimEnd()
    .split('\n')
    .map((line) => {
      // Behind the marker of an item, another marker would count again.
      const marker = /^(?:(?:#{1,6} |>|[-+*] |\d+[.)] |```|~~~|\t| {4})*)/.exec(line)?.[0].replaceAll(/\d+/g, '1');
      return line.startsWith('|') ? `row of ${unescapedPipes(line)}` : `${marker}${line === '' ? '' : 'text'}`;
    });
}

const benign = (input: ReportInput) => retold(input, () => 'plain');

describe('text that somebody else wrote', () => {
  test.each(nasty.map((text) => [text.slice(0, 40), text]))('stays in its place: %j', (_name, text) => {
    for (const story of stories) {
      const input = recordOf(story);
      expect(skeleton(markdownOf(retold(input, () => text)))).toEqual(skeleton(markdownOf(benign(input))));
    }
  });

  test('never becomes HTML, a link or an image', () => {
    const report = markdownOf(retold(recordOf(whole), () => '<b>x</b> [a](b) ![c](d)'));
    const outsideCode = report.replaceAll(/^```text\n[^`]*\n```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
    expect(outsideCode).not.toMatch(/<[a-z/!]/i);
    expect(outsideCode).not.toMatch(/(?<!\\)\]\(/);
  });

  test('is shown with what a reader would obey without seeing it', () => {
    const report = markdownOf(retold(recordOf(whole), () => 'user\u202egnp.exe\u001b[31m'));
    expect(report.split('\n')[0]).toBe('# INC-7: user‹U+202E›gnp.exe‹U+001B›\\[31m');
  });

  test('is read back letter by letter from a command', () => {
    const report = markdownOf(retold(recordOf(stuck), () => 'echo `date` | tee <f>'));
    expect(report).toContain('By hand: ``echo `date` | tee <f>``');
  });

  test('of any length leaves a report that can be read', () => {
    const report = markdownOf(retold(recordOf(whole), () => 'x'.repeat(1_000_000)));
    expect(report.length).toBeLessThan(2_000_000);
    expect(report).toContain('… (988000 more characters)');
  });
});

const invisible = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

describe('for any record', () => {
  const story = fc.constantFrom(...stories);
  const text = fc.oneof(
    fc.constantFrom(...nasty.slice(0, -1)),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ maxLength: 40 }),
  );

  test('every beginning of it has a report, purged or not, without control characters', () => {
    fc.assert(
      fc.property(story, fc.nat(), text, fc.boolean(), (said, length, written, isPurged) => {
        const input = retold(recordOf(said.slice(0, length % (said.length + 1))), () => written);
        const report = markdownOf(isPurged ? purgedOf(input) : input);
        expect(report).not.toMatch(invisible);
        expect(report.split('\n')[0]).toMatch(/^# INC-7/);
      }),
      { numRuns: 150 },
    );
  });

  test('no text changes what a line is, or how many cells a row has', () => {
    fc.assert(
      fc.property(story, text, (said, written) => {
        const input = recordOf(said);
        expect(skeleton(markdownOf(retold(input, () => written)))).toEqual(skeleton(markdownOf(benign(input))));
      }),
      { numRuns: 150 },
    );
  });
});
