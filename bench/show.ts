/** How rows are shown: one JSON object for programs, a table for people. */
import type { Row } from './row.ts';

export type Shown = {
  bench: string;
  at: string;
  rows: Row[];
  machine: { cpus: number; node: string; postgres: string; load: number };
};

export const asJson = (shown: Shown): string => `${JSON.stringify(shown)}\n`;

export function asTable({ bench, at, rows, machine }: Shown): string {
  const header = ['', 'ours', '', 'peer', '', 'ours / peer'];
  const lines = rows.map((row) => [
    row.name,
    cell(row.value, row.unit),
    between(row.range),
    row.peer,
    `${cell(row.peerValue, row.unit)} ${between(row.peerRange)}`.trim(),
    row.ratio === null ? '—' : row.ratio.toFixed(2),
  ]);
  const widths = header.map((title, place) => Math.max(title.length, ...lines.map((line) => line[place]?.length ?? 0)));
  const drawn = [header, ...lines].map((line) =>
    line
      .map((text, place) => text.padEnd(widths[place] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = [...new Set(rows.flatMap((row) => row.note ?? []))];
  const { cpus, node, postgres, load } = machine;
  const place = `${bench}, ${at}: ${cpus} processors (load ${load.toFixed(1)} at the start), Node ${node}, ${postgres}`;
  return `${[place, '', ...drawn, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')}\n`;
}

const cell = (value: number | null, unit: string) => (value === null ? 'none' : `${value} ${unit}`);
const between = (range: [number, number] | undefined) => (range === undefined ? '' : `(${range[0]} – ${range[1]})`);
