import { join, resolve } from 'node:path';
import { ensurePrivateFolder } from '../platform/folder.ts';
import { writeWhole } from '../platform/whole-file.ts';
import type { Documents } from './edition.ts';

/** It names people and places. */
const ownerOnly = 0o600;

/**
 * Writes the report of incident `number` into `<folder>/reports/` as INC-<number>.html, .json and .md, and answers the
 * absolute path of the Markdown. Each file whole or not at all: who reads meanwhile sees the old one. Files 0600, folder
 * 0700. Throws FolderError, or the file system's error.
 */
export async function writeReport(folder: string, number: number, documents: Documents): Promise<string> {
  const reports = resolve(folder, 'reports');
  ensurePrivateFolder(reports);
  const path = (format: keyof Documents) => join(reports, `INC-${number}.${format}`);
  await writeWhole(path('html'), documents.html, ownerOnly);
  await writeWhole(path('json'), documents.json, ownerOnly);
  await writeWhole(path('md'), documents.md, ownerOnly);
  return path('md');
}
