import { accessSync, chmodSync, constants, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** The data folder cannot be used. The message says what to run. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

/** `remark` is for people: what is not as it should be but does not stop us; null when all is well. */
export type DataFolder = { path: string; remark: string | null };

/** Whether permission bits mean anything here: on Windows they are made up. */
const hasPermissions = process.platform !== 'win32';

/**
 * Makes sure that the data folder is there, is a folder, and is ours to write; answers its absolute path.
 * A new or empty folder gets 0700. A folder already in use is never changed (it may be somebody's home): it is refused when
 * others may write into it, and remarked upon when others may read its list of files.
 * Throws FolderError.
 */
export function ensureDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  const stat = madeOrFound(path);
  if (!stat.isDirectory()) {
    throw new FolderError(`The data folder ${path} is a file. Move it away, or name another folder with --data.`);
  }
  if (!writable(path)) {
    throw new FolderError(
      `The data folder ${path} cannot be written by this account. Give it to this account (chown), or name another with --data.`,
    );
  }
  return { path, remark: hasPermissions ? tightened(path, stat) : null };
}

/** Makes a folder with 0700 inside the data folder, or refuses one that others may look into. Throws FolderError. */
export function ensurePrivateFolder(path: string): void {
  const stat = madeOrFound(path);
  if (!stat.isDirectory()) throw new FolderError(`${path} should be a folder, but is a file. Move it away.`);
  if (hasPermissions && (stat.mode & 0o077) !== 0) {
    throw new FolderError(`${path} is open to other accounts (${octal(stat)}, should be 0700). Run: chmod 700 '${path}'`);
  }
}

/** The permission bits that other accounts have on a file, as "0644"; null when they have none. */
export function openToOthers(stat: Stats): string | null {
  return hasPermissions && (stat.mode & 0o077) !== 0 ? octal(stat) : null;
}

function madeOrFound(path: string): Stats {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw new FolderError(`The folder ${path} cannot be made (${codeOf(error)}). Make it, or name another with --data.`, {
        cause: error,
      });
    }
  }
  return statSync(path);
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function tightened(path: string, stat: Stats): string | null {
  if (openToOthers(stat) === null) return null;
  if (readdirSync(path).length === 0) {
    try {
      chmodSync(path, 0o700);
      return null;
    } catch {
      // Not ours to change (a mounted volume): what is said below holds.
    }
  }
  if ((stat.mode & 0o022) !== 0) {
    throw new FolderError(`Other accounts can write into the data folder ${path} (${octal(stat)}). Run: chmod 700 '${path}'`);
  }
  return `Other accounts can list the data folder ${path} (${octal(stat)}). To close it, run: chmod 700 '${path}'`;
}

function octal(stat: Stats): string {
  return `0${(stat.mode & 0o777).toString(8).padStart(3, '0')}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
