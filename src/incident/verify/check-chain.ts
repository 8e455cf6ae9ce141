/** The entries: in order, none missing, each hash over the one before it and its own header. */
import type { EntryHeader } from '../../timeline/bundle/headers.ts';
import type { EntryLine } from '../../timeline/bundle/lines.ts';
import { hashOf, noHead } from '../../timeline/chain.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import type { Material } from './material.ts';
import type { Finding } from './verdict.ts';

export function checkChain({ opening, entries, headers }: Material): Finding {
  const faults: RecordFault[] = [];
  const keys = new Set<string>();
  let before: EntryLine | null = null;
  for (const [index, line] of entries.entries()) {
    const header = headers[index] ?? null;
    const fault = placeFault(line, before) ?? headerFault(line, header, opening.incident) ?? keyFault(header, keys);
    if (fault !== null) faults.push({ seq: line.seq, what: `Entry ${line.seq}${named(header)} ${fault}.` });
    before = line;
  }
  return { checked: `Chain: ${entries.length} entries, each hash over the one before it and its own header`, faults };
}

const named = (header: EntryHeader | null) => (header === null ? '' : ` (${header.type})`);

function placeFault(line: EntryLine, before: EntryLine | null): string | null {
  const expected = (before?.seq ?? 0) + 1;
  if (line.seq > expected) {
    const missing = line.seq - 1 === expected ? `Entry ${expected} is` : `Entries ${expected} to ${line.seq - 1} are`;
    return `stands behind a gap: ${missing.charAt(0).toLowerCase()}${missing.slice(1)} missing`;
  }
  if (line.seq < expected) return `stands where entry ${expected} belongs`;
  const prev = before === null ? noHead : Buffer.from(before.hash, 'hex');
  if (hashOf(prev, line.header).toString('hex') === line.hash) return null;
  return 'was changed: its hash is not that of the entry before it and its own header';
}

function headerFault(line: EntryLine, header: EntryHeader | null, incident: string): string | null {
  if (header === null) return 'has a header that is no canonical JSON of its kind';
  if (header.seq !== line.seq) return `has the header of entry ${header.seq}`;
  return header.incident === incident ? null : `is of another incident, ${header.incident}`;
}

/** What happened under one key happened once. */
function keyFault(header: EntryHeader | null, keys: Set<string>): string | null {
  if (header === null) return null;
  if (keys.has(header.dedupe)) return `repeats the key "${header.dedupe}" of an earlier entry`;
  keys.add(header.dedupe);
  return null;
}
