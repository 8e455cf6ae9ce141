/** Rows of who used a credential: as many as were recorded, in their order, under the entry that binds them. */
import { usageDigest } from '../../timeline/usage.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import { type Material, purgesOf } from './material.ts';
import type { Finding } from './verdict.ts';

export function checkUsage(material: Material): Finding {
  const { usage, headers } = material;
  const purges = purgesOf(material);
  const { rows, faults } = rowsByEntry(usage);
  for (const header of headers) {
    if (header === null) continue;
    const texts = rows.get(header.seq) ?? [];
    rows.delete(header.seq);
    const isPurged = texts.length === 0 && (purges.get(header.seq) ?? 0) > header.seq;
    const fault = header.type === 'usage.recorded' ? rowsFault(header.data, texts, isPurged) : strayFault(texts);
    if (fault !== null) faults.push({ seq: header.seq, what: `Entry ${header.seq} (${header.type}): ${fault}.` });
  }
  for (const seq of rows.keys()) faults.push({ seq, what: `Usage rows stand under entry ${seq}, which is not there.` });
  return { checked: `Usage: ${usage.length} rows against the count and digest of their entries`, faults };
}

function rowsByEntry(usage: Material['usage']): { rows: Map<number, string[]>; faults: RecordFault[] } {
  const rows = new Map<number, string[]>();
  const faults: RecordFault[] = [];
  let before = 0;
  for (const { seq, place, row } of usage) {
    const texts = rows.get(seq) ?? [];
    if (seq < before || place !== texts.length)
      faults.push({ seq, what: `Usage row ${place} of entry ${seq} is out of order.` });
    texts.push(row);
    rows.set(seq, texts);
    before = seq;
  }
  return { rows, faults };
}

function rowsFault(data: { [field: string]: unknown }, texts: string[], isPurged: boolean): string | null {
  if (isPurged) return null;
  if (data.count !== texts.length) return `it does not record ${texts.length} usage rows, which is how many there are`;
  return data.digest === usageDigest(texts) ? null : 'its usage rows are not those that were recorded';
}

const strayFault = (texts: string[]) => (texts.length === 0 ? null : 'usage rows stand under an entry that records none');
