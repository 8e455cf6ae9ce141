import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  code,
  codeBlock,
  cut,
  cutMrkdwn,
  escapeText,
  linkTo,
  md,
  mentionText,
  mrkdwn,
  plain,
} from '../../../../src/surfaces/slack/render/text.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '<!channel>',
        '<@U0ANA>',
        '<https://evil.example|ok>',
        '&',
        '&amp;',
        '<',
        '`',
        '```',
        '*',
        '\n',
        '\u202e',
        '😀',
        ':x:',
        'a',
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join('')),
);
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const halfEntity = /&(?!amp;|lt;|gt;)/;

describe('text from outside', () => {
  test('calls nobody, links nowhere and starts no line of its own', () => {
    const text = escapeText('<!channel> <https://evil.example|click>\n> *bold* `code` :white_check_mark:');
    expect(text).not.toMatch(/[<>\n*`]/);
    expect(text).toContain('&lt;!channel&gt;');
    expect(text).not.toContain(':white_check_mark:');
  });

  test('shows what would hide or turn the text around it', () => {
    expect(escapeText('a\u202eb\u200bc')).toBe('a‹U+202E›b‹U+200B›c');
  });

  test('keeps times, addresses and names with underscores as they are', () => {
    expect(escapeText('28P01 at 03:12:07 from 10.0.0.7:5432 for app_user')).toBe(
      '28P01 at 03:12:07 from 10.0.0.7:5432 for app_user',
    );
  });

  test('stays escaped, whole and bounded, whatever it is', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 300 }), (text, max) => {
        const safe = escapeText(text, max);
        expect(safe).not.toMatch(/[<>\n\r`*~]/);
        expect(safe).not.toMatch(halfEntity);
        expect(safe).not.toMatch(loneSurrogate);
        expect(safe.replaceAll(/&(amp|lt|gt);/g, '.').length).toBeLessThanOrEqual(max);
      }),
    );
  });

  test('cannot end the code it stands in', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(code(text).slice(1, -1)).not.toMatch(/[`<>\n]/);
        const block = codeBlock(text, 500);
        expect(block.length).toBeLessThanOrEqual(500);
        expect(block.slice(3, -3)).not.toContain('```');
        expect(block).not.toMatch(/[<>]/);
        expect(block).not.toMatch(halfEntity);
      }),
    );
  });

  test('a command in a block can be copied line by line', () => {
    expect(codeBlock('psql -c "select 1"\necho $(date) && true')).toBe(
      '```\npsql -c "select 1"\necho $(date) &amp;&amp; true\n```',
    );
  });
});

describe('cutting', () => {
  test('never cuts a character, an entity or a token in two', () => {
    const token = md`${mentionText('<@U0ANA>')} ${escapeText('a&b<c')} ${code('x y')} `;
    for (let max = 1; max < token.length + 3; max += 1) {
      const text = cutMrkdwn(md`${token}${escapeText('😀😀')}`, max);
      expect(text.length).toBeLessThanOrEqual(max);
      expect(text).not.toMatch(halfEntity);
      expect(text).not.toMatch(loneSurrogate);
      expect(text.replace('<@U0ANA>', '')).not.toMatch(/[<>]/);
      expect((text.match(/`/g) ?? []).length % 2).toBe(0);
    }
  });

  test('keeps what fits and marks what does not', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
    expect(cut('😀😀', 3)).toBe('😀…');
  });
});

test('only the token of a person is a mention', () => {
  expect(mentionText('<@U0ANA>')).toBe('<@U0ANA>');
  expect(mentionText('<!channel>')).toBe('&lt;!channel&gt;');
  expect(mentionText('<@U0ANA> <!here>')).not.toContain('<');
});

test('only a plain address becomes a link', () => {
  expect(linkTo('https://slack.example/a?b=1&c=2', md`there`)).toBe('<https://slack.example/a?b=1&amp;c=2|there>');
  expect(linkTo('javascript:alert(1)', md`there`)).toBe('there');
  expect(linkTo('https://a.example/|x> <!channel>', md`there`)).toBe('there');
});

test('text objects are never empty, and read no bare address as a link', () => {
  expect(plain(' \n ', 10).text).toBe('–');
  expect(mrkdwn(md``).text).toBe('–');
  expect(mrkdwn(md`x`).verbatim).toBe(true);
});
