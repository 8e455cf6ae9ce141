import { textLimits } from '../../../incident/command.ts';
import { TerminalError } from '../terminal-error.ts';
import type { TerminalIo } from '../terminal-io.ts';

/** "\r\n": what a shell's echo may leave behind the value. */
const lineEndBytes = 2;

/**
 * The secret value: read to the end of standard input, or asked for without echo where someone sits at the keyboard.
 * Drops one line end. Refuses (usage) an empty value (`emptyHint` says how to send one), one over 16 KiB, one that is not UTF-8 text, and one with a NUL.
 */
export async function readValue(input: TerminalIo['input'], question: string, emptyHint: string): Promise<string> {
  const bytes = input.keyboard ? Buffer.from(await input.askHidden(question), 'utf8') : await drain(input.bytes());
  try {
    return checkedValue(bytes, emptyHint);
  } finally {
    bytes.fill(0);
  }
}

async function drain(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > textLimits.valueBytes + lineEndBytes) throw tooLong();
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  for (const chunk of chunks) chunk.fill(0);
  return whole;
}

function checkedValue(bytes: Buffer, emptyHint: string): string {
  const text = decoded(bytes).replace(/\r?\n$/, '');
  if (text.length === 0) {
    throw new TerminalError('usage', `The value is empty. ${emptyHint}`);
  }
  if (text.includes('\0'))
    throw new TerminalError('usage', 'The value contains a NUL character, which no password has. Was a binary file sent?');
  if (Buffer.byteLength(text) > textLimits.valueBytes) throw tooLong();
  return text;
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TerminalError('usage', 'The value is not UTF-8 text. Was a binary file sent? Send the secret itself, as text.', {
      cause,
    });
  }
}

function tooLong(): TerminalError {
  return new TerminalError(
    'usage',
    `The value is longer than ${textLimits.valueBytes} bytes. Send the one secret that leaked, not the file it was in.`,
  );
}
