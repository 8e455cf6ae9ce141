import type { z } from 'zod';

/**
 * One type of entry. `data` is what the machine reads: it stands in the hashed header. `body` is free text and names:
 * bound by a salted digest, so it can be purged while the chain still verifies. Null where there is none.
 */
export type EntryType<N extends string, D extends z.ZodType, B extends z.ZodType | null> = { name: N; data: D; body: B };

export function entryType<N extends string, D extends z.ZodType, B extends z.ZodType | null>(
  name: N,
  data: D,
  body: B,
): EntryType<N, D, B> {
  return { name, data, body };
}
