import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/**
 * Who was seen using the credential: `count` rows stand beside the record, bound by `digest` (see `usage.ts`).
 * `leftOut`: rows that the source had beyond what is kept.
 */
export const usageRecorded = entryType(
  'usage.recorded',
  z.strictObject({
    credential: z.string().nullable(),
    source: z.string(),
    count: z.int(),
    digest: z.string(),
    leftOut: z.int(),
  }),
  null,
);
