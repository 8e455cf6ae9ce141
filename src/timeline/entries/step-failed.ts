import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { madeCall } from '../shapes.ts';

/** An attempt failed; another follows by itself. */
export const stepFailed = entryType(
  'step.failed',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    job: z.string(),
    attempt: z.number(),
    class: z.string(),
    retryAt: z.string(),
  }),
  z.strictObject({
    reason: z.string(),
    /** What was answered before it failed; absent: nothing was. */
    calls: z.array(madeCall).optional(),
  }),
);
