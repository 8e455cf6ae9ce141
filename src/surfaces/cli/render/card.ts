import { stripVTControlCharacters } from 'node:util';
import type { View } from '../../../incident/view.ts';
import { aloneLines } from './alone.ts';
import { clean } from './clean.ts';
import { asSomeone, incidentName } from './command-line.ts';
import { credentialLines, verdictLines } from './credentials.ts';
import { columnsOf, cutTo, hang } from './measure.ts';
import type { Page } from './page.ts';
import { stageLines } from './stages.ts';
import { pauseLines, stopLines } from './stops.ts';
import { timeOfDay } from './time-words.ts';
import { clockLine, closedWords, titleLine } from './title.ts';
import { type WantedHow, wantedLines, wantedTitles } from './wanted.ts';

/**
 * One incident at a glance: how bad it is, what is wanted from the reader, what is being done, what leaked and whether
 * it still works. `page.now` drives the clock. Ends with a line end.
 */
export function renderCard(view: View, page: Page): string {
  return `${cardLines(view, page, 'whole').join('\n').trimEnd()}\n`;
}

function cardLines(view: View, page: Page, how: WantedHow): string[] {
  return [
    ...stopLines(view.stopped, page, asOrderer(view, page)),
    titleLine(view, page),
    ...aloneLines(view, page),
    clockLine(view, page),
    page.paint('dim', originLine(view, page)),
    ...closedLines(view, page),
    ...pauseLines(view.paused, page),
    '',
    ...alarmLines(view, page),
    ...wantedLines(view, page, how),
    ...credentialLines(view, page),
    ...stageLines(view, page),
  ];
}

/** How it stands when the watching ends: state, clock, each credential with its proof, what is wanted by title. At most `rows` lines. */
export function renderVerdict(view: View, page: Page, rows: number): string {
  const stops = stopLines(view.stopped, page, asOrderer(view, page));
  const before = [
    ...stops,
    titleLine(view, page),
    ...aloneLines(view, page),
    clockLine(view, page),
    ...closedLines(view, page),
    '',
    ...alarmLines(view, page),
    ...verdictLines(view, page),
  ];
  const wanted = wantedTitles(view, page, Math.max(rows - before.length - 2, 3));
  return `${[...before, ...wanted, page.paint('dim', `All of it: ${page.program} status ${incidentName(view)}`)].join('\n')}\n`;
}

/** The card without instructions, cut to the height of a screen that is redrawn; says what is missing. */
export function renderLiveCard(view: View, page: Page, rows: number): string {
  const room = Math.max(rows - 1, 5);
  const brief = trimmed(cardLines(view, page, 'brief'));
  if (rowsOf(brief, page) <= room) return brief.join('\n');
  // On a low screen what leaked must not stand below the edge.
  const lines = trimmed(cardLines(view, page, 'titles'));
  if (rowsOf(lines, page) <= room) return lines.join('\n');
  const more = (count: number): string =>
    page.paint('dim', `… ${count} more lines: ${page.program} status ${incidentName(view)}`);
  let shown = lines.length;
  while (shown > 1 && rowsOf([...lines.slice(0, shown), more(lines.length - shown)], page) > room) shown -= 1;
  return [...lines.slice(0, shown), more(lines.length - shown)].join('\n');
}

/** In practice whoever stopped may say that it goes on. */
export const asOrderer = (view: View, page: Page): string =>
  asSomeone(
    view,
    view.stopped.map(({ by }) => by),
    page,
  );

const trimmed = (lines: string[]): string[] => lines.join('\n').trimEnd().split('\n');

/** The rows of a screen that lines take: a command is wider than the screen at times, and goes on in the next row. */
function rowsOf(lines: string[], page: Page): number {
  const rows = lines.map((line) => Math.max(Math.ceil(columnsOf(stripVTControlCharacters(line)) / page.columns), 1));
  return rows.reduce((sum, count) => sum + count, 0);
}

function originLine(view: View, page: Page): string {
  const who = view.requester === null ? '' : ` by ${clean(view.requester)}`;
  const open = view.public ? ', leaked in public' : '';
  const exposed = view.exposedSince === null ? '' : `, exposed since ${timeOfDay(view.exposedSince, page.now)}`;
  return cutTo(
    `detected ${timeOfDay(view.detectedAt, page.now)}, declared ${timeOfDay(view.declaredAt, page.now)}${who}${open}${exposed}`,
    page.columns,
  );
}

export function closedLines(view: View, page: Page): string[] {
  const words = closedWords(view, page.now);
  return words === null ? [] : hang('', words, page.columns);
}

export function alarmLines(view: View, page: Page): string[] {
  if (view.alarms.length === 0) return [];
  const lines = view.alarms.flatMap(({ at, what }) => hang(`! ${timeOfDay(at, page.now)}  `, clean(what), page.columns));
  return [page.paint('bad', 'ALARM'), ...lines.map((line) => page.paint('bad', line)), ''];
}
