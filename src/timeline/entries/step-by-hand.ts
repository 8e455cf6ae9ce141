import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A named person did the step by hand. */
export const stepByHand = entryType(
  'step.by-hand',
  z.strictObject({
    step: z.string(),
    credential: z.string().nullable(),
    person: z.string(),
  }),
  z.strictObject({
    reason: z.string().nullable(),
  }),
);
