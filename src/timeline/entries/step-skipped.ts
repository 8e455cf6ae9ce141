import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A person skipped the step. */
export const stepSkipped = entryType(
  'step.skipped',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    person: z.string().nullable(),
  }),
  z.strictObject({
    reason: z.string(),
  }),
);
