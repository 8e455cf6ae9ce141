import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { madeCall } from '../shapes.ts';

/** Not finished: it looks again later. */
export const stepWaiting = entryType(
  'step.waiting',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    job: z.string(),
  }),
  z.strictObject({
    summary: z.string(),
    /** What was answered in this part; absent: nothing was called, or a version before wrote it. */
    calls: z.array(madeCall).optional(),
  }),
);
