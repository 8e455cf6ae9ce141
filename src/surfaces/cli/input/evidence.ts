/** Files that come from elsewhere and are to be checked: read whole, bounded, and never changed by the reading. */
import { open } from 'node:fs/promises';
import { bundleLimits } from '../../../timeline/bundle/lines.ts';
import { clean } from '../render/clean.ts';
import { TerminalError } from '../terminal-error.ts';

/** The bytes; null when there are more than a bundle may have. Throws TerminalError (missing, usage). */
export async function readEvidence(path: string): Promise<Uint8Array | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return size > bundleLimits.fileBytes ? null : await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const error = cause as NodeJS.ErrnoException;
    if (error.code === 'ENOENT') throw new TerminalError('missing', `There is no file ${clean(path)}.`, { cause });
    throw new TerminalError('usage', `${clean(path)} cannot be read: ${error.message}.`, { cause });
  }
}

/** The text of UTF-8 bytes as they are, a byte order mark included; null where they are none: a lenient reading would hide a change. */
export function exactText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
