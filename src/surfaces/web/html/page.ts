/** The frame of every page, and the policy under which a browser shows it: no script, nothing loaded, nobody's frame. */
import { escaped } from '../../../report/formats/html-text.ts';
import type { Answer } from '../http/answer.ts';
import { style, styleHash } from './style.ts';

const policy = `default-src 'none'; style-src '${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export type PageParts = { status: number; title: string; practice: boolean; body: string; headers?: Answer['headers'] };

/** `body` is HTML; `title` is text. */
export function pageAnswer({ status, title, practice, body, headers }: PageParts): Answer {
  const html = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<title>${practice ? 'PRACTICE · ' : ''}${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<p class="brand"><b>Staunch</b> leak containment${practice ? ' <span class="practice">PRACTICE</span>' : ''}</p>`,
    body,
    '</main>',
    '</body>',
    '</html>',
  ].join('\n');
  return {
    status,
    type: 'text/html; charset=utf-8',
    body: `${html}\n`,
    headers: { 'Content-Security-Policy': policy, ...headers },
  };
}
