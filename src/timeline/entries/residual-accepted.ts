import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A named person accepts a residual, with a reason. */
export const residualAccepted = entryType(
  'residual.accepted',
  z.strictObject({
    credential: z.string(),
    residual: z.string(),
    person: z.string(),
  }),
  z.strictObject({
    reason: z.string(),
  }),
);
