import { readPlaybook } from '../../../src/playbook/read.ts';
import type { Playbook } from '../../../src/playbook/tree.ts';
import { type Recorded, readEntryHeader, readRecorded } from '../../../src/timeline/bundle/headers.ts';
import { parseBundle } from '../../../src/timeline/bundle/parse.ts';

/** What a bundle holds for a replay. Throws when it is none. */
export function recordedIn(bundle: string): { playbook: Playbook; record: Recorded[] } {
  const parsed = parseBundle(bundle);
  if ('fault' in parsed) throw new Error(parsed.fault);
  const { opening, entries } = parsed.bundle;
  const record = entries.map((line) => {
    const header = readEntryHeader(line.header);
    if (header === null) throw new Error(`Entry ${line.seq} has no header.`);
    const read = readRecorded(line, header);
    if ('fault' in read) throw new Error(read.fault);
    return read;
  });
  return { playbook: readPlaybook(opening.playbook.text, 'bundle'), record };
}
