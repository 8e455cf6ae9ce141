import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { madeCall } from '../shapes.ts';

/** The step is finished for this credential. `via` probe: an interrupted attempt had taken effect. */
export const stepDone = entryType(
  'step.done',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    job: z.string(),
    via: z.enum(['run', 'probe']),
  }),
  z.strictObject({
    summary: z.string(),
    calls: z.array(madeCall),
  }),
);
