import { jsonLine } from './json-text.ts';
import { shellWord } from './render/command-line.ts';
import { colourPaint, type Page, pageColumns, plainPaint, type Unnamed } from './render/page.ts';
import type { Place, TerminalComposition } from './terminal-composition.ts';
import type { TerminalIo } from './terminal-io.ts';

/** The flags that stand before or behind every command. */
export type Globals = Place & { json: boolean; work: boolean };

/** One command being carried out: what was typed, and where to ask and answer. */
export type Turn = {
  io: TerminalIo;
  composition: TerminalComposition;
  globals(): Globals;
  /** Null where this account, or STAUNCH_PERSON, says who types. */
  unnamed(): Unnamed | null;
};

/** The page for standard output as it is now; its commands carry this call's global flags along. */
export function pageOf(turn: Turn): Page {
  const { columns, colour } = turn.io.screen;
  const unnamed = turn.unnamed();
  return {
    columns: pageColumns(columns()),
    paint: colour ? colourPaint : plainPaint,
    now: turn.io.clock.now(),
    program: programOf(turn),
    ...(unnamed === null ? {} : { unnamed }),
  };
}

/** The page for standard error: never painted. */
export function plainPageOf(turn: Turn): Page {
  return { ...pageOf(turn), paint: plainPaint };
}

/** One JSON object with `--json`, else text for people. */
export function answer(turn: Turn, json: unknown, text: () => string): void {
  turn.io.out(turn.globals().json ? jsonLine(json) : text());
}

/** Says something to people, beside the answer. */
export function tell(turn: Turn, sentence: string): void {
  turn.io.err(`${sentence}\n`);
}

/** How this program is typed here, with the global flags of this call: stands before every command shown. */
export function programOf(turn: Turn): string {
  const { config, data } = turn.globals();
  const flags = [config === null ? '' : ` --config ${shellWord(config)}`, data === null ? '' : ` --data ${shellWord(data)}`];
  return turn.composition.program + flags.join('');
}
