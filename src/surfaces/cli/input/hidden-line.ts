import type { EventEmitter } from 'node:events';
import { textLimits } from '../../../incident/command.ts';
import { TerminalError } from '../terminal-error.ts';

/** The part of a TTY's standard input that a hidden prompt needs. */
export type RawInput = EventEmitter & { setRawMode(raw: boolean): unknown; resume(): unknown; pause(): unknown };

const keys = { ctrlC: 3, ctrlD: 4, backspace: 8, enter: 10, return: 13, ctrlU: 21, delete: 127 } as const;

/**
 * Reads one line from a keyboard without showing it. Enter or Ctrl-D ends it, Backspace takes back one character,
 * Ctrl-U all of them; Ctrl-C rejects. What is typed beyond 16 KiB is refused.
 */
export function readHiddenLine(input: RawInput, write: (text: string) => void, question: string): Promise<string> {
  const typed: number[] = [];
  return new Promise((resolve, reject) => {
    const onData = (chunk: Uint8Array): void => {
      const outcome = take(typed, chunk);
      if (outcome === 'more') return;
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      write('\n');
      if (outcome === 'line') resolve(taken(typed));
      else reject(outcome);
    };
    write(question);
    input.setRawMode(true);
    input.on('data', onData);
    input.resume();
  });
}

function take(typed: number[], chunk: Uint8Array): 'more' | 'line' | TerminalError {
  for (const byte of chunk) {
    if (byte === keys.ctrlC) return new TerminalError('no', 'You gave up: nothing was sent.');
    if (byte === keys.ctrlD || byte === keys.enter || byte === keys.return) return 'line';
    keep(typed, byte);
    if (typed.length > textLimits.valueBytes) return new TerminalError('usage', 'That is too long for a secret.');
  }
  return 'more';
}

function keep(typed: number[], byte: number): void {
  if (byte === keys.ctrlU) typed.length = 0;
  else if (byte === keys.backspace || byte === keys.delete) takeBackOne(typed);
  else typed.push(byte);
}

/** Removes the last UTF-8 character: its continuation bytes (10xxxxxx), then its head. */
function takeBackOne(typed: number[]): void {
  while (((typed.pop() ?? 0) & 0b1100_0000) === 0b1000_0000);
}

function taken(typed: number[]): string {
  const text = Buffer.from(typed).toString('utf8');
  typed.fill(0);
  return text;
}
