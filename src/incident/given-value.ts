/** Whether a text that somebody pasted can be the leaked value, before anything is done with it. */
import { textLimits } from './command.ts';

/**
 * empty: nothing to see in it. long: more than `textLimits.valueBytes`. not-text: a NUL, or half a character.
 * spaces: it begins or ends with white space, which copying adds more often than a password has it.
 */
export type ValueFault = 'empty' | 'long' | 'not-text' | 'spaces';

/** The value without the one line end that copying leaves behind it. `spacesBelong`: the person says that they are part of it. */
export function givenValue(
  text: string,
  { spacesBelong }: { spacesBelong: boolean },
): { value: string } | { fault: ValueFault } {
  const value = text.replace(/\r?\n$/, '');
  if (value.trim() === '') return { fault: 'empty' };
  if (Buffer.byteLength(value) > textLimits.valueBytes) return { fault: 'long' };
  if (value.includes('\0') || !value.isWellFormed()) return { fault: 'not-text' };
  if (!spacesBelong && value !== value.trim()) return { fault: 'spaces' };
  return { value };
}
