import { TerminalError } from '../terminal-error.ts';

/** The number of an entry as the timeline shows it; refuses (usage) what is none. */
export function parseEntryNumber(text: string): number {
  const found = /^#?([1-9][0-9]{0,8})$/.exec(text.trim());
  if (found !== null) return Number(found[1]);
  throw new TerminalError('usage', `--entry "${text}" is no number of an entry. The timeline shows them: 1, 2, 3, …`);
}
