/** The pages that only say something: what happened, what still holds, what to do next. */
import { oneLine } from '../../../report/document/clean.ts';
import { escaped } from '../../../report/formats/html-text.ts';
import { pageAnswer } from '../html/page.ts';
import type { Answer } from '../http/answer.ts';

type Message = { status: number; title: string; said: readonly string[]; todo?: readonly string[]; retryAfterS?: number };

/** What stands in backquotes is shown as something to type. */
function message({ status, title, said, todo = [], retryAfterS }: Message, practice: boolean): Answer {
  const list = todo.length === 0 ? '' : `<ul>${todo.map((line) => `<li>${typed(line)}</li>`).join('')}</ul>`;
  return pageAnswer({
    status,
    title,
    practice,
    body: `<div class="card"><h1>${escaped(title)}</h1>${said.map((line) => `<p>${typed(line)}</p>`).join('')}${list}</div>`,
    ...(retryAfterS === undefined ? {} : { headers: { 'Retry-After': String(retryAfterS) } }),
  });
}

const typed = (line: string) => escaped(oneLine(line)).replace(/`([^`]+)`/g, '<code>$1</code>');

/** How else the value gets in. */
const otherWays = (program: string) => [
  'In Slack, press the button in the incident again: you get a new link.',
  `Or, at a terminal: \`${program} hand-in INC-7 c1\`, with your incident and its credential.`,
];

const tick =
  '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="12"/><path d="M7 12.5l3.4 3.4L17 9.2"/></svg>';

export function takenPage(practice: boolean): Answer {
  return pageAnswer({
    status: 200,
    title: 'Taken. You can close this page.',
    practice,
    body: `<div class="card done" role="status">${tick}<h1>Taken. You can close this page.</h1><p>The value is held encrypted. The incident goes on by itself, and shows what it finds.</p></div>`,
  });
}

/** The same for a link that never was, was used, or is over: whoever guesses learns nothing. */
export function gonePage(practice: boolean, program: string, tooOften = false): Answer {
  const answer = {
    title: 'This link does not work',
    said: [
      'It was used already, its ten minutes are over, or the address is not complete.',
      'If you sent the value a moment ago, it has arrived: the incident says so.',
    ],
    todo: otherWays(program),
  };
  return message(tooOften ? { ...answer, status: 429, retryAfterS: 60 } : { ...answer, status: 404 }, practice);
}

export const notNeededPage = (why: 'closed' | 'dead', practice: boolean): Answer =>
  message(
    {
      status: 410,
      title: 'It is not needed any more',
      said: [
        why === 'closed' ? 'The incident is closed.' : 'This credential is already proven dead.',
        'You can close this page.',
      ],
    },
    practice,
  );

export const refusedPage = (why: string, practice: boolean): Answer =>
  message({ status: 409, title: 'It was not taken', said: [why, 'Nothing of it was kept.'] }, practice);

export const strangePage = (practice: boolean, program: string): Answer =>
  message(
    {
      status: 403,
      title: 'It was not taken',
      said: [
        'This did not come from our own page, as far as your browser says. Nothing of it was kept, and the link still works.',
      ],
      todo: ['Open the link itself, in an up-to-date browser, and paste the value there.', ...otherWays(program).slice(1)],
    },
    practice,
  );

export const unreadablePage = (why: 'long' | 'unreadable', practice: boolean): Answer =>
  message(
    {
      status: why === 'long' ? 413 : 400,
      title: 'It was not taken',
      said: [
        why === 'long'
          ? 'That is far longer than any secret we take (16 KiB). Nothing of it was kept, and the link still works.'
          : 'What arrived could not be read as text. Nothing of it was kept, and the link still works.',
      ],
      todo: ['Open the link again and paste the one value that leaked, as text.'],
    },
    practice,
  );

/** `Host` names somebody else: a proxy that does not pass it on, or another site that points at us. */
export const otherHostPage = (practice: boolean): Answer =>
  message(
    {
      status: 421,
      title: 'This is not our address',
      said: ['Nothing was taken. The link still works at the address that Staunch knows as its own.'],
      todo: ['Whoever runs Staunch: set `url` under `listen:`, and let the proxy pass on the Host header.'],
    },
    practice,
  );

export const brokenPage = (practice: boolean, program: string): Answer =>
  message(
    {
      status: 503,
      title: 'That did not work just now',
      said: ['Something broke on our side, and we cannot say whether the value was kept.', 'The incident goes on without it.'],
      todo: ['Open the link again in a moment and hand the value in once more: it counts once.', ...otherWays(program)],
      retryAfterS: 5,
    },
    practice,
  );
