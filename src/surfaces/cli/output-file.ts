import { open, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '../../platform/whole-file.ts';
import { clean } from './render/clean.ts';
import { TerminalError } from './terminal-error.ts';

/** What a person asked to be written names people and what was done: for its owner alone. */
const ownerOnly = 0o600;
/** Enough to recognise what a file is. */
const firstBytes = 512;

export type OutputFile = {
  /** Absolute. */
  path: string;
  text: string;
  /** For the error: "The bundle", "The report". */
  what: string;
  /** Whether a file that begins like this is one of the kind, and may be replaced. */
  isSuch(beginning: string): boolean;
};

/**
 * Writes what was named with `-o`: a new file whole or not at all, an older one of the kind in its place (behind a link, too),
 * a pipe or device by writing into it. Refuses (usage) to replace anything else: a key, a configuration, somebody's letter.
 */
export async function writeOutput({ path, text, what, isSuch }: OutputFile): Promise<void> {
  const refuse = (why: string, cause?: unknown) =>
    new TerminalError(
      'usage',
      `${what} could not be written to ${clean(path)}: ${why}. Nothing was changed; name another file with -o.`,
      { cause },
    );
  try {
    const there = await kindOf(path);
    if (there === 'folder') throw refuse('it is a folder');
    if (there === 'other') return await writeFile(path, text);
    if (there === 'file' && !isSuch(await beginningOf(path))) {
      throw refuse('a file is there that holds something else');
    }
    await writeWhole(there === 'file' ? await realpath(path) : path, text, ownerOnly);
  } catch (cause) {
    throw cause instanceof TerminalError ? cause : refuse(inWords(cause, path), cause);
  }
}

async function kindOf(path: string): Promise<'nothing' | 'file' | 'folder' | 'other'> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'nothing';
    throw error;
  }
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(firstBytes), 0, firstBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function inWords(cause: unknown, path: string): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no folder ${clean(dirname(path))}`;
    case 'EACCES':
    case 'EPERM':
      return 'this account may not write there';
    case 'EROFS':
      return 'the disk can only be read';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
