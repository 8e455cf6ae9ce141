/** A drawing in letters of one width. */

import { oneLine } from '../document/clean.ts';
import type { Drawing, DrawingRow } from '../document/drawing.ts';

/** Fits a terminal of 80 columns and a page of A4. */
const labelColumns = 24;
const trackColumns = 36;

/** Lines without anything that would end a fenced block. */
export function textDrawing({ title, toMs, fromMs, ticks, limit, rows }: Drawing): string[] {
  const column = (atMs: number) =>
    Math.min(trackColumns - 1, Math.max(0, Math.round(((atMs - fromMs) / (toMs - fromMs)) * (trackColumns - 1))));
  const limitColumn = limit === null ? null : column(limit.atMs);
  const axis = Array.from({ length: trackColumns }, () => '-');
  const labels = Array.from({ length: trackColumns + labelColumns }, () => ' ');
  for (const { atMs, label } of ticks) {
    axis[column(atMs)] = '+';
    [...label].forEach((letter, place) => {
      labels[column(atMs) + place] = letter;
    });
  }
  if (limitColumn !== null) axis[limitColumn] = '|';
  const empty = ' '.repeat(labelColumns);
  return [
    title,
    '',
    `${empty}${labels.join('')}`.trimEnd(),
    `${empty}${axis.join('')}`,
    ...rows.map((row) => `${labelOf(row)}${track(row, column, limitColumn)}  ${row.said}`),
    '',
    `* moment   = stage   > goes on   ! limit of the stage${limit === null ? '' : `   | ${limit.label}`}`,
  ];
}

function labelOf({ label }: DrawingRow): string {
  // Backticks would end the block.
  const letters = [...oneLine(label).replaceAll('`', "'")];
  const shown = letters.length > labelColumns - 2 ? [...letters.slice(0, labelColumns - 3), '…'] : letters;
  return shown.join('') + ' '.repeat(labelColumns - shown.length);
}

function track({ mark }: DrawingRow, column: (atMs: number) => number, limitColumn: number | null): string {
  const cells = Array.from({ length: trackColumns }, () => ' ');
  if (limitColumn !== null) cells[limitColumn] = '|';
  if (mark.type === 'moment') {
    cells[column(mark.atMs)] = '*';
    return cells.join('');
  }
  const from = column(mark.fromMs);
  const to = column(mark.toMs);
  cells.fill('=', from, to + 1);
  if (mark.openEnd) cells[to] = '>';
  if (mark.limitMs !== null) cells[column(mark.limitMs)] = '!';
  return cells.join('');
}
