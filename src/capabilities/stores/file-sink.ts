import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ProviderError } from '../clients/provider-error.ts';

const ownerOnly = 0o600;

function unusable(path: string, why: string, next: string): ProviderError {
  return new ProviderError('fatal', `The new value could not be written to ${path}: ${why}. It is still held. ${next}`);
}

async function kindOf(path: string): Promise<'none' | 'file' | 'folder' | 'other'> {
  try {
    const stat = await lstat(path);
    if (stat.isDirectory()) return 'folder';
    return stat.isFile() ? 'file' : 'other';
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return 'none';
    throw error;
  }
}

/** Refuses what a rename would break or what leads elsewhere: a folder, a symbolic link, a device. */
async function mustBeWritable(path: string): Promise<void> {
  if ((await kindOf(dirname(path))) !== 'folder') {
    throw unusable(path, 'its folder does not exist or is not a folder itself', 'Create the folder, then retry.');
  }
  const there = await kindOf(path);
  if (there === 'folder' || there === 'other') {
    throw unusable(
      path,
      'something that is not a plain file is in its place',
      'Move it away or name another file, then retry.',
    );
  }
}

async function syncedFile(path: string, value: string): Promise<void> {
  const file = await open(path, 'wx', ownerOnly);
  try {
    await file.writeFile(value, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes exactly `value`, without a line end, readable by us alone; whoever reads sees the old file or the whole new one. */
export async function writeFileSink(path: string, value: string): Promise<void> {
  try {
    await mustBeWritable(path);
    const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.new`);
    try {
      await syncedFile(beside, value);
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw unusable(path, code, 'Mend the folder or its rights, then retry.');
  }
}
