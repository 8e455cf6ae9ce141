import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** An attempt is about to be made: committed before its first call. */
export const stepStarted = entryType(
  'step.started',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    action: z.string(),
    job: z.string(),
    attempt: z.number(),
  }),
  null,
);
