/** What an auditor takes away: bundles, and the public half of the record key. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensurePrivateFolder } from '../platform/folder.ts';
import { writeWhole } from '../platform/whole-file.ts';

const ownerOnly = 0o600;
/** A public key is for everybody. */
const forAll = 0o644;

/** Where the public half of the record key lies, absolute. */
export const publicKeyFile = (folder: string) => resolve(folder, 'record-key.pub.pem');

/** Writes the public half of the record key, unless it is there. Written by whoever opens the house: it may be needed at any time. */
export async function writePublicKey(folder: string, pem: string): Promise<void> {
  const path = publicKeyFile(folder);
  if (textOf(path) !== pem) await writeWhole(path, pem, forAll);
}

/** Writes a bundle into `<folder>/bundles/` and answers its absolute path. Folder 0700, file 0600, whole or not at all. */
export async function writeBundleFile(folder: string, number: number, text: string): Promise<string> {
  const bundles = resolve(folder, 'bundles');
  ensurePrivateFolder(bundles);
  const path = join(bundles, `INC-${number}.ndjson`);
  await writeWhole(path, text, ownerOnly);
  return path;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
