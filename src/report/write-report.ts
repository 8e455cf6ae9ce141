import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensurePrivateFolder } from '../platform/folder.ts';

/**
 * Writes the report of incident `number` into `<folder>/reports/INC-<number>.md` and answers its absolute path. Whole or
 * not at all: who reads meanwhile sees the old one. File 0600, folder 0700. Throws FolderError, or the file system's error.
 */
export async function writeReport(folder: string, number: number, markdown: string): Promise<string> {
  const reports = resolve(folder, 'reports');
  ensurePrivateFolder(reports);
  const path = join(reports, `INC-${number}.md`);
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(markdown, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return path;
}
