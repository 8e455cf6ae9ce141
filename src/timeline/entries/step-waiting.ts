import { z } from 'zod';
import { entryType } from '../entry-type.ts';

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
  }),
);
