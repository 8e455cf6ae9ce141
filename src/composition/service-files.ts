/** The files of a catalogue, read whole and bounded; what they say is read elsewhere. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConfigFault } from '../platform/config/fault.ts';

/** More services than this are not written by hand. */
const maxFiles = 200;
/** A service is described in a few screens. In bytes. */
const maxFileBytes = 131_072;

export const builtInCatalogue = resolve(import.meta.dirname, '../../catalogue');

export type ServiceFile = { file: string; text: string };
type Fault = ConfigFault & { file: string };

/** Every *.yml and *.yaml in `folder`, by name; none where there is no such folder: whoever names it says so. */
export function serviceFilesIn(folder: string): { files: ServiceFile[]; faults: Fault[] } {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return { files: [], faults: [] };
  const names = readdirSync(folder)
    .filter((name) => /^[^.].*\.ya?ml$/.test(name))
    .sort();
  if (names.length > maxFiles) {
    const what = `has ${names.length} service files; at most ${maxFiles} are read`;
    return { files: [], faults: [faultOf(folder, what, '# keep only those that are used')] };
  }
  const read = names.map((name) => readServiceFile(join(folder, name)));
  return {
    files: read.filter((one): one is ServiceFile => 'text' in one),
    faults: read.filter((one): one is Fault => !('text' in one)),
  };
}

/** The text of one, or why there is none. */
export function readServiceFile(file: string): ServiceFile | Fault {
  let bytes: Buffer;
  try {
    if (statSync(file).size > maxFileBytes)
      return faultOf(file, `has more than ${maxFileBytes} bytes`, '# one service a file, without copied documentation');
    bytes = readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return faultOf(file, `cannot be read (${code})`, '# remove it, or let this account read it');
  }
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return faultOf(file, 'is not UTF-8 text', '# save it as UTF-8');
  }
}

const faultOf = (file: string, what: string, fix: string): Fault => ({ file, line: 1, column: 1, key: '', what, fix });
