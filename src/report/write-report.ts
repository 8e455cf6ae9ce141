import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensurePrivateFolder } from '../platform/folder.ts';
import type { Documents } from './edition.ts';

/**
 * Writes the report of incident `number` into `<folder>/reports/` as INC-<number>.html, .json and .md, and answers the
 * absolute path of the Markdown. Each file whole or not at all: who reads meanwhile sees the old one. Files 0600, folder
 * 0700. Throws FolderError, or the file system's error.
 */
export async function writeReport(folder: string, number: number, documents: Documents): Promise<string> {
  const reports = resolve(folder, 'reports');
  ensurePrivateFolder(reports);
  const path = (format: keyof Documents) => join(reports, `INC-${number}.${format}`);
  await writeWhole(path('html'), documents.html);
  await writeWhole(path('json'), documents.json);
  await writeWhole(path('md'), documents.md);
  return path('md');
}

async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
