import { expect, test } from 'vitest';
import { screenText } from '../../../src/platform/redact/screen.ts';
import { mask } from '../../../src/platform/redact/spans.ts';

const github = ['ghp', '_', 'a1B2'.repeat(9)].join('');
// A format of secretlint's rules that our own table does not hold.
const figma = ['figd', '_', 'a1B2'.repeat(10)].join('');

test('a note with a token keeps its words and loses the token', async () => {
  const screened = await screenText(`found 😀 ${github} in the wiki`);
  expect(screened).toEqual({ text: `found 😀 ${mask} in the wiki`, found: ['github-token'] });
});

test('the rules of secretlint find what the table does not know', async () => {
  const screened = await screenText(`in the drawing: ${figma} .`);
  expect(screened.text).toBe(`in the drawing: ${mask} .`);
  expect(screened.found).toHaveLength(1);
});

test('a database URL keeps its host for the reader', async () => {
  const screened = await screenText(`try postgres://app:${'s3cr3tPw'}@db.internal/shop now`);
  expect(screened).toEqual({ text: `try postgres://app:${mask}@db.internal/shop now`, found: ['password-in-url'] });
});

test('a note cannot switch the screening off', async () => {
  const screened = await screenText(`secretlint-disable\n${figma}`);
  expect(screened.text).toBe(`secretlint-disable\n${mask}`);
});

test('a failing rule set leaves the table in charge and the text whole', async () => {
  const broken = () => Promise.reject(new Error('rule set is broken'));
  expect(await screenText(`a ${github} b`, broken)).toEqual({ text: `a ${mask} b`, found: ['github-token'] });
  expect(await screenText('nothing here', broken)).toEqual({ text: 'nothing here', found: [] });
});

test('ordinary notes pass unchanged, odd ones too', async () => {
  for (const text of ['role app, 4 sessions from 10.0.0.7', '', 'half \ud800 a pair', 'a\u0000b']) {
    expect(await screenText(text)).toEqual({ text, found: [] });
  }
});
