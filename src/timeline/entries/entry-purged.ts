import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The body and the usage rows of the entry numbered `entry` were deleted; its header stays, so the chain still verifies. */
export const entryPurged = entryType(
  'entry.purged',
  z.strictObject({
    entry: z.int(),
    person: z.string(),
  }),
  z.strictObject({
    reason: z.string(),
  }),
);
