/** Files: an address is asked for, bytes are sent there, and the file is completed and shared. */
import { extname } from 'node:path';
import type { UploadedFile } from './model.ts';
import type { Workspace } from './workspace.ts';

/** Bytes of one file: practice keeps them in memory. */
export const mostFileBytes = 10 * 1024 * 1024;
/** Files kept; beyond it the oldest is forgotten. */
const mostFilesKept = 200;

const mimetypes: Readonly<Record<string, string>> = {
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.gz': 'application/gzip',
  '.zip': 'application/zip',
  '.html': 'text/html',
};

/** Makes a place for a file whose bytes are still to come. */
export function reserveFile(workspace: Workspace, given: { name: string; user: string }): UploadedFile {
  const file: UploadedFile = {
    id: workspace.id('F'),
    name: given.name,
    title: given.name,
    bytes: Buffer.alloc(0),
    mimetype: mimetypes[extname(given.name).toLowerCase()] ?? 'application/octet-stream',
    user: given.user,
    created: Math.floor(workspace.clock.now().getTime() / 1_000),
    channels: [],
    completed: false,
  };
  workspace.files.set(file.id, file);
  const [oldest] = workspace.files.keys();
  if (workspace.files.size > mostFilesKept && oldest !== undefined) workspace.files.delete(oldest);
  return file;
}

/** Ends the upload. The message that shows it is posted by whoever shares it. */
export function completeFile(file: UploadedFile, given: { title: string | null; channels: readonly string[] }): void {
  file.completed = true;
  file.title = given.title ?? file.name;
  file.channels = [...new Set([...file.channels, ...given.channels])];
}
