/** What can go wrong with the embedded database besides a wrong statement, in words. */
import { statfs } from 'node:fs/promises';
import { DatabaseError } from './db.ts';

/**
 * Nothing is written with less room than this: its log grows by files of 16 MiB, and when one of them cannot be made in the
 * middle of a commit, PGlite never returns and takes the process with it.
 */
const leastFreeBytes = 24 * 1_048_576;

/** Its file system throws bare numbers (those of WASI) for what a disk can do to us. */
const diskTroubles: Record<number, string> = {
  2: 'its files may not be opened by this account',
  19: 'the quota of the disk is used up',
  29: 'the disk fails',
  51: 'the disk is full',
  69: 'the disk is read-only',
};

/** SQLSTATE class 53: out of disk or memory. It passes, and says nothing about the statement. */
const outOfResources = '53';
const outOfDisk = '53100';

/** Throws `DatabaseError` when there is too little room to write, before anything is tried. */
export async function refuseWithoutRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= leastFreeBytes) return;
  const [left, wanted] = [bavail * bsize, leastFreeBytes].map((bytes) => Math.floor(bytes / 1_048_576));
  const message = `the disk of ${folder} is full: ${left} MB are left, and nothing is written with less than ${wanted}. Make room; work then goes on by itself`;
  throw new DatabaseError(message, { unreachable: true, code: outOfDisk });
}

export function reasonOf(cause: unknown): string {
  if (cause instanceof Error) return codeOf(cause) === outOfDisk ? `the disk is full (${cause.message})` : cause.message;
  const { errno } = cause as { errno?: number };
  return diskTroubles[errno ?? 0] ?? `its file system says ${errno}`;
}

/** Without a SQLSTATE it was not the statement: the database is closed, or its disk fails. */
export function wrapped(cause: unknown): DatabaseError {
  if (cause instanceof DatabaseError) return cause;
  const code = codeOf(cause);
  const unreachable = code === null || code.startsWith(outOfResources);
  return new DatabaseError(reasonOf(cause), { unreachable, code, cause });
}

const codeOf = (cause: unknown): string | null => (cause as { code?: string }).code ?? null;
