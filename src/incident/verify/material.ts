import { type EntryHeader, readEntryHeader } from '../../timeline/bundle/headers.ts';
import type { Bundle } from '../../timeline/bundle/parse.ts';

/** A bundle with the headers of its entries read, in the order of the lines; null where one cannot be read. */
export type Material = Bundle & { headers: (EntryHeader | null)[] };

export const materialOf = (bundle: Bundle): Material => ({
  ...bundle,
  headers: bundle.entries.map(({ header }) => readEntryHeader(header)),
});

/** By number of the entry whose words were deleted: the last entry that says so. */
export function purgesOf({ headers }: Material): Map<number, number> {
  return new Map(
    headers.flatMap((header) =>
      header?.type === 'entry.purged' && typeof header.data.entry === 'number' ? [[header.data.entry, header.seq]] : [],
    ),
  );
}
