import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportInput } from '../../src/report/story/report-input.ts';
import { type HtmlPart, htmlParts, mustNest, textOf } from './html-parts.ts';
import { nasty } from './nasty.ts';
import { purgedOf, recordOf } from './record-builder.ts';
import { retold } from './retold.ts';
import { htmlOf, markdownOf } from './section.ts';
import { accepted, declaration, drifted, outlived, rarities, refusedWhole, stuck, undone, whole } from './stories.ts';
import { alone, mended, stopped } from './under-fire-stories.ts';

const stories = [whole, [...outlived, ...accepted], stuck, undone, refusedWhole, rarities, drifted, alone, stopped, mended];

/** Elements and attributes, without the text between them. A command has a bare `code` for each of its lines. */
const frame = (input: ReportInput): HtmlPart[] =>
  htmlParts(htmlOf(input)).filter((part) => part.type !== 'text' && !isBareCode(part));
const isBareCode = (part: HtmlPart) =>
  part.type !== 'text' && part.name === 'code' && (part.type === 'end' || part.attributes.length === 0);
const benign = (input: ReportInput) => retold(input, () => 'plain');

describe('the page', () => {
  const page = htmlOf(recordOf(whole));
  const parts = htmlParts(page);

  test('is well formed, for every story and every beginning of a record', () => {
    for (const story of stories) {
      mustNest(htmlParts(htmlOf(recordOf(story))));
      for (const length of [0, 1, 2, 7]) mustNest(htmlParts(htmlOf(recordOf(story.slice(0, length)))));
      mustNest(htmlParts(htmlOf(purgedOf(recordOf(story)))));
    }
  });

  test('has the same sections as the Markdown, in the same order', () => {
    const heads = [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);
    const inMarkdown = [...markdownOf(recordOf(whole)).matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(heads).toEqual(inMarkdown);
  });

  test('needs nothing else: no script, and no address of anything outside', () => {
    const names = new Set(parts.flatMap((part) => (part.type === 'start' ? [part.name] : [])));
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'embed', 'form', 'base', 'use', 'image']) {
      expect(names).not.toContain(name);
    }
    for (const part of parts) {
      if (part.type !== 'start') continue;
      for (const [name, value] of part.attributes) {
        expect(['src', 'srcset', 'xlink:href', 'action', 'style']).not.toContain(name);
        expect(name).not.toMatch(/^on/);
        if (name === 'href') expect(value).toMatch(/^#section-\d+$/);
      }
    }
    expect(page).not.toMatch(/https?:|@import|url\(/);
    expect(frame(recordOf(whole))).toContainEqual({
      type: 'start',
      name: 'meta',
      attributes: [
        ['http-equiv', 'Content-Security-Policy'],
        ['content', expect.stringContaining("default-src 'none'")],
      ],
    });
  });

  test('is laid out for a phone, for the dark, and for paper', () => {
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('@media print');
  });

  test('says how bad it is, what was done and what is open before all else', () => {
    const text = textOf(htmlParts(htmlOf(recordOf(stuck))));
    const places = ['NOT cut off after 15 min 2 s', 'How bad', 'What was done', 'What is open', '2. Exposure'].map((words) =>
      text.indexOf(words),
    );
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
  });

  test('gives each cell of a table its head, so that a row can be a card', () => {
    const rows = page.match(/<tr>(?:<td[\s\S]*?)<\/tr>/g) ?? [];
    expect(rows.length).toBeGreaterThan(whole.length);
    for (const cell of page.match(/<td[^>]*>/g) ?? []) expect(cell).toMatch(/^<td data-head="[^"]+">$/);
  });

  test('says PRACTICE above and below, and only in practice', () => {
    const practice = htmlOf(recordOf(declaration({ practice: true })));
    expect(practice.match(/<p class="banner"><strong>PRACTICE\.<\/strong>/g)).toHaveLength(2);
    expect(page).not.toContain('PRACTICE');
  });
});

describe('text that somebody else wrote, on the page', () => {
  test.each(nasty.map((text) => [text.slice(0, 40), text]))('makes no element and no attribute: %j', (_name, text) => {
    for (const story of stories) {
      const input = recordOf(story);
      expect(frame(retold(input, () => text))).toEqual(frame(benign(input)));
    }
  });

  test('is shown letter by letter', () => {
    const text = '<img src=x onerror=alert(1)> &lt;b&gt; "quoted" \'single\' & done';
    const parts = htmlParts(htmlOf(retold(recordOf(whole), () => text)));
    expect(textOf(parts)).toContain(`INC-7: ${text}`);
    expect(textOf(parts)).toContain(`"${text}"`);
  });

  test('of any sort leaves the frame as it is', () => {
    const story = fc.constantFrom(...stories);
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
    fc.assert(
      fc.property(story, text, (said, words) => {
        const input = recordOf(said);
        expect(frame(retold(input, () => words))).toEqual(frame(benign(input)));
      }),
      { numRuns: 60 },
    );
  });
});
