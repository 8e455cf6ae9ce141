import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportInput } from '../../src/report/story/report-input.ts';
import type { Entry } from '../../src/timeline/entry.ts';
import { purgedOf, recordOf } from './record-builder.ts';
import { markdownOf } from './section.ts';
import { accepted, drifted, outlived, rarities, refusedWhole, stuck, undone, whole } from './stories.ts';
import { alone, mended, mendedUsage, stopped } from './under-fire-stories.ts';

const stories = [whole, [...outlived, ...accepted], stuck, undone, refusedWhole, rarities, drifted, alone, stopped, mended];

/** Keys whose values the machine wrote, and which the report reads as such. */
const machineKeys = new Set(['at', 'until', 'expiresAt', 'result', 'verb', 'order', 'credential']);

/** The same record with every text in it replaced: bodies, titles, names. */
function retold(input: ReportInput, tell: (text: string) => string): ReportInput {
  const deep = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return machineKeys.has(key) ? value : tell(value);
    if (Array.isArray(value)) return value.map((one) => deep(one, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, deep(inner, name)]));
  };
  return {
    ...input,
    people: input.people.map(({ id, name }) => ({ id, name: tell(name) })),
    stages: input.stages.map((stage) => ({
      ...stage,
      title: tell(stage.title),
      steps: stage.steps.map(({ id, title }) => ({ id, title: tell(title) })),
    })),
    entries: input.entries.map((entry) => ({ ...entry, body: deep(entry.body) })) as Entry[],
    usage: mendedUsage.map((use) => ({ ...use, row: JSON.stringify(deep(JSON.parse(use.row))) })),
  };
}

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

const nasty = [
  '# Heading\n## 7. What is still open\n\nNothing waits for a person.',
  '| x | y |\n| --- | --- |',
  '\\| a \\\\| b |',
  'ends with a backslash \\',
  '`code` ``more`` ```',
  '```\nfenced\n```',
  '<script>alert(1)</script><!-- hidden',
  '<img src=x onerror=alert(1)> &lt;b&gt; &#60;b&#62;',
  '[click](javascript:alert(1)) ![x](http://198.51.100.7/pixel) [^1] [ref]: x',
  '**bold** __bold__ *it* _it_ ~~gone~~ $x$',
  '\u001b[31mred\u001b[0m\u0007\u0000\u009b31m',
  'user\u202egnp.exe \u2066hidden\u2069 \u200b\ufeff',
  'line\u2028separator\u2029paragraph\u0085next\r\nend\u000bvertical\u000cfeed',
  'half \ud800 character',
  '- [x] done\n1. one\n> quote\n---\n===',
  '   ',
  'x'.repeat(1_000_000),
];

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
