import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A person asked for the step again. */
export const stepRetried = entryType(
  'step.retried',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    person: z.string().nullable(),
  }),
  null,
);
