/** The words that lines are made of. */

import { oneLine } from '../document/clean.ts';
import { type Inline, plainOf, type Rich, richOf, type Said, say } from '../document/rich.ts';

export const purged: Rich = [{ type: 'gone' }];
export const none = '–';

/** Human text. `undefined`: it was purged; `null`: nothing was said. */
export function prose(text: string | null | undefined): Rich {
  if (text === undefined) return purged;
  if (text === null) return richOf(none);
  const line = oneLine(text).trim();
  return richOf(line === '' ? '(empty)' : line);
}

/** The same in quotation marks, where it was said or written by somebody. */
export function quoted(text: string | null | undefined): Rich {
  return typeof text === 'string' ? say`"${prose(text)}"` : prose(text);
}

/** A command or hash, letter by letter. */
export function code(text: string): Rich {
  const line = oneLine(text).trim();
  return line === '' ? richOf('(empty)') : [{ type: 'code', text: line }];
}

/** A sentence ends once, whoever wrote its last words. */
export function sentence(line: Rich): Rich {
  return /[.!?…]["”]?$/.test(plainOf(line)) ? line : say`${line}.`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly Said[]): Rich {
  return items.flatMap((item, index): Inline[] => {
    const before = index === 0 ? '' : index === items.length - 1 ? ' and ' : ', ';
    return [...richOf(before), ...richOf(item)];
  });
}

/** "a; b; c", or with another sign between. */
export function joined(items: readonly Said[], between: string): Rich {
  return items.flatMap((item, index): Inline[] => [...richOf(index === 0 ? '' : between), ...richOf(item)]);
}

export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
