/** What people wrote and names: bound by salted digests, and gone only where a later entry says so. */
import type { EntryLine } from '../../timeline/bundle/lines.ts';
import { digestOf } from '../../timeline/chain.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import { type Material, purgesOf } from './material.ts';
import type { Finding } from './verdict.ts';

export function checkBodies(material: Material): Finding {
  const { entries, headers } = material;
  const purges = purgesOf(material);
  const faults: RecordFault[] = [];
  let purged = 0;
  for (const [index, line] of entries.entries()) {
    const header = headers[index];
    if (header == null) continue;
    const isPurged = (purges.get(line.seq) ?? 0) > line.seq;
    const fault = bodyFault(line, header.digest, isPurged);
    if (fault !== null) faults.push({ seq: line.seq, what: `Entry ${line.seq} (${header.type}) ${fault}.` });
    if (header.digest !== null && line.body === null && isPurged) purged += 1;
  }
  const gone = purged === 0 ? 'none was purged' : `${purged} purged, as later entries say`;
  return { checked: `Words: each body against the digest in its header; ${gone}`, faults };
}

function bodyFault({ salt, body }: EntryLine, digest: string | null, isPurged: boolean): string | null {
  if ((salt === null) !== (body === null)) return 'has a salt without words, or words without their salt';
  if (digest === null) return body === null ? null : 'has words that its header knows nothing of';
  if (salt === null || body === null)
    return isPurged ? null : 'has lost its words, and no later entry says that they were purged';
  return digestOf(Buffer.from(salt, 'hex'), body) === digest ? null : 'has other words than those that were recorded';
}
