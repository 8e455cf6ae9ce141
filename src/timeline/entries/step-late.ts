import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { madeCall } from '../shapes.ts';

/** An answer that came after it no longer counted: recorded, not acted on. */
export const stepLate = entryType(
  'step.late',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    job: z.string(),
  }),
  z.strictObject({
    summary: z.string(),
    calls: z.array(madeCall),
  }),
);
