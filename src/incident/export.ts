/** One incident's bundle: read in one snapshot, written purely, signed by the record key. */
import type { Db } from '../platform/db/db.ts';
import { bundleLimits } from '../timeline/bundle/lines.ts';
import { writeBundle } from '../timeline/bundle/write.ts';
import { readBundleRows } from './rows/bundle-rows.ts';

export type ExportParts = {
  db: Pick<Db, 'transaction'>;
  /** Ed25519 by the record key over UTF-8 text, in base64. */
  sign(text: string): string;
  /** The lines of the witness file about an incident; none where it cannot be read. */
  witnessed(incident: string): Promise<string[]>;
};

/** The text of the bundle; null when there is no such incident. Throws where it would be longer than any verifier reads. */
export async function bundleOf(parts: ExportParts, incident: string): Promise<string | null> {
  // Read first: a line that is written meanwhile may speak of entries that the snapshot does not have.
  const witness = await parts.witnessed(incident);
  const rows = await parts.db.transaction(async (query) => {
    await query('set transaction isolation level repeatable read, read only');
    return readBundleRows(query, incident);
  });
  if (rows === null) return null;
  const text = writeBundle({ ...rows, witness }, parts.sign);
  if (text.length <= bundleLimits.fileBytes) return text;
  const most = bundleLimits.fileBytes / 1024 / 1024;
  throw new TypeError(`The bundle of INC-${rows.opening.number} would be longer than the ${most} MB that verify reads.`);
}
