/** A drawing as SVG, laid out for a width in which its letters are as large as the page's own. */
import type { Drawing, DrawingRow } from '../document/drawing.ts';
import { escaped } from './html-text.ts';

/** Pixels. `narrow` fits a phone of 390 with its margins: there a label stands above its bar. */
const layouts = {
  narrow: { width: 358, left: 8, right: 14, rowHeight: 38, labelAbove: true, mostLetters: 32 },
  wide: { width: 960, left: 250, right: 150, rowHeight: 26, labelAbove: false, mostLetters: 34 },
} as const;
type Layout = (typeof layouts)[keyof typeof layouts];

const top = 34;
const bottom = 10;
/** A moment is a dot of this radius, a stage a bar of this height. */
const dot = 5;
const bar = 10;
/** Even what took no time is seen. */
const leastBar = 3;

type Scale = { layout: Layout; x(atMs: number): number; end: number };

export function svgDrawing(drawing: Drawing, size: keyof typeof layouts): string {
  const layout: Layout = layouts[size];
  const end = layout.width - layout.right;
  const span = drawing.toMs - drawing.fromMs;
  const x = (atMs: number) => place(layout.left + ((atMs - drawing.fromMs) / span) * (end - layout.left));
  const height = top + drawing.rows.length * layout.rowHeight + bottom;
  const scale = { layout, x, end };
  return [
    `<svg class="${size}" viewBox="0 0 ${layout.width} ${height}" role="img" aria-label="${escaped(drawing.title)}">`,
    ...drawing.ticks.map((tick) => tickOf(tick, scale, height)),
    ...drawing.rows.map((row, index) => rowOf(row, top + index * layout.rowHeight, scale)),
    ...(drawing.limit === null ? [] : [limitOf(drawing.limit, scale, height)]),
    '</svg>',
  ].join('\n');
}

function tickOf({ atMs, label }: Drawing['ticks'][number], { x }: Scale, height: number): string {
  const at = x(atMs);
  return `<line class="grid" x1="${at}" x2="${at}" y1="${top - 6}" y2="${height - bottom}"/><text class="small" x="${at}" y="${top - 10}" text-anchor="${atMs === 0 ? 'start' : 'middle'}">${escaped(label)}</text>`;
}

function limitOf({ atMs, label }: NonNullable<Drawing['limit']>, { x }: Scale, height: number): string {
  const at = x(atMs);
  return `<line class="limit" x1="${at}" x2="${at}" y1="${top - 6}" y2="${height - bottom}"/><text class="limit-label" x="${at}" y="11" text-anchor="end">${escaped(label)}</text>`;
}

function rowOf(row: DrawingRow, y: number, scale: Scale): string {
  const { layout, end } = scale;
  const middle = layout.labelAbove ? y + 26 : y + layout.rowHeight / 2;
  const textY = layout.labelAbove ? y + 14 : middle + 4;
  const name = escaped(clipped(row.label, layout.mostLetters));
  const said = escaped(row.said);
  const label = layout.labelAbove
    ? `<text x="${layout.left}" y="${textY}">${name} <tspan class="small" dx="4">${said}</tspan></text>`
    : `<text x="0" y="${textY}">${name}</text><text class="small" x="${end + 14}" y="${textY}">${said}</text>`;
  const track = `<line class="track" x1="${layout.left}" x2="${end}" y1="${middle}" y2="${middle}"/>`;
  return `${track}${label}${markOf(row, middle, scale)}`;
}

function markOf({ mark, tone }: DrawingRow, middle: number, { x }: Scale): string {
  if (mark.type === 'moment') return `<circle class="${tone}" cx="${x(mark.atMs)}" cy="${middle}" r="${dot}"/>`;
  const from = x(mark.fromMs);
  const width = place(Math.max(leastBar, x(mark.toMs) - from));
  const box = `<rect class="${tone}" x="${from}" y="${middle - bar / 2}" width="${width}" height="${bar}" rx="2"/>`;
  const tip = place(from + width);
  const arrow = mark.openEnd ? `<path class="${tone}" d="M${tip} ${middle - bar} l${bar} ${bar} l-${bar} ${bar} z"/>` : '';
  if (mark.limitMs === null) return box + arrow;
  const limit = x(mark.limitMs);
  return `${box}${arrow}<line class="stage-limit" x1="${limit}" x2="${limit}" y1="${middle - 7}" y2="${middle + 7}"/>`;
}

function clipped(label: string, most: number): string {
  const letters = [...label];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : label;
}

/** A tenth of a pixel: the same digits on every machine. */
const place = (pixels: number) => Math.round(pixels * 10) / 10;
