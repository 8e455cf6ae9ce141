import { readFile } from 'node:fs/promises';
import { linesAbout } from '../timeline/bundle/witnessed.ts';

/** What the witness file says of one incident, signed by `key`; nothing where it is not here, or not for us to read. */
export async function witnessedIn(file: string, incident: string, key: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return linesAbout(incident, text, key);
}
