import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { madeCall } from '../shapes.ts';

/** The step needs a person: retry, skip with a reason, or do it by hand. */
export const stepStuck = entryType(
  'step.stuck',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    job: z.string().nullable(),
    class: z.string(),
  }),
  z.strictObject({
    reason: z.string(),
    /** What was answered before it failed; absent: nothing was. */
    calls: z.array(madeCall).optional(),
    byHand: z.string().nullable(),
  }),
);
