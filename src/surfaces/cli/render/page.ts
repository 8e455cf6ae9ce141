import { styleText } from 'node:util';

/** What a piece of text means; how that looks is decided in one place. */
export type Tone = 'bad' | 'good' | 'warn' | 'dim' | 'strong' | 'practice' | 'heading';
export type Paint = (tone: Tone, text: string) => string;

/** What a render needs besides its data. `program` stands before every command shown, with the global flags of this call. */
export type Page = {
  columns: number;
  paint: Paint;
  now: Date;
  program: string;
  /** Present where nobody is known to type here: who was named with `--as`, or null. */
  unnamed?: Unnamed;
};
export type Unnamed = { as: string | null };

/** Below, tables break; above, lines get too long to read. */
const narrowest = 60;
const widest = 120;

export function pageColumns(columns: number): number {
  return Math.min(Math.max(columns, narrowest), widest);
}

export const plainPaint: Paint = (_, text) => text;

const looks = {
  bad: ['bold', 'red'],
  good: ['green'],
  warn: ['yellow'],
  dim: ['dim'],
  strong: ['bold'],
  practice: ['bold', 'black', 'bgYellow'],
  heading: ['bold', 'cyan'],
} as const satisfies Record<Tone, readonly Parameters<typeof styleText>[0][]>;

export const colourPaint: Paint = (tone, text) => styleText([...looks[tone]], text, { validateStream: false });
