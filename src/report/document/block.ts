/** What a report is made of, before it is written in a format. */
import type { Drawing } from './drawing.ts';
import type { Rich, Said } from './rich.ts';
import { richOf } from './rich.ts';

export type Block =
  | { type: 'heading'; text: Rich }
  /** `todo`: a gap for people to fill. `warning`: who overlooks it is misled. */
  | { type: 'paragraph'; mark: 'plain' | 'todo' | 'warning'; text: Rich }
  | { type: 'list'; ordered: boolean; items: Rich[] }
  /** A line for each, under its own name. */
  | { type: 'facts'; facts: Fact[] }
  /** `log`: on a narrow page the last cell is the text, and those before it its small print. Heads are our own words. */
  | { type: 'table'; shape: 'cards' | 'log'; head: string[]; rows: Rich[][] }
  | { type: 'drawing'; drawing: Drawing };

/** `name` is in our own words. */
export type Fact = { name: string; lines: Rich[]; tone?: Tone };

/** How bad it is: decides the colour, never the words. */
export type Tone = 'good' | 'warn' | 'bad';

export type Section = { title: string; blocks: Block[] };

export type ReportDocument = {
  title: Rich;
  /** Above and below everything: a page torn out of the middle still has a neighbour that says so. */
  banners: Rich[];
  /** What a person sees first, in a few large words. */
  verdict: { tone: Tone; text: Rich };
  state: Rich;
  sections: Section[];
};

export const heading = (text: Said): Block => ({ type: 'heading', text: richOf(text) });
export const paragraph = (text: Said): Block => ({ type: 'paragraph', mark: 'plain', text: richOf(text) });
export const todo = (text: Said): Block => ({ type: 'paragraph', mark: 'todo', text: richOf(text) });
export const warning = (text: Said): Block => ({ type: 'paragraph', mark: 'warning', text: richOf(text) });
/** Nothing where there is no item. */
export const list = (items: readonly Said[]): Block[] => listBlock(items, false);
export const numbered = (items: readonly Said[]): Block[] => listBlock(items, true);
export const cards = (head: string[], rows: readonly (readonly Said[])[]): Block => tableBlock('cards', head, rows);
export const log = (head: string[], rows: readonly (readonly Said[])[]): Block => tableBlock('log', head, rows);

function listBlock(items: readonly Said[], ordered: boolean): Block[] {
  return items.length === 0 ? [] : [{ type: 'list', ordered, items: items.map(richOf) }];
}

function tableBlock(shape: 'cards' | 'log', head: string[], rows: readonly (readonly Said[])[]): Block {
  return { type: 'table', shape, head, rows: rows.map((cells) => cells.map(richOf)) };
}
