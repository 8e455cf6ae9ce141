import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Something outlives the kill. */
export const residualFound = entryType(
  'residual.found',
  z.strictObject({
    credential: z.string(),
    residual: z.string(),
    until: z.string().nullable(),
  }),
  z.strictObject({
    what: z.string(),
    endedBy: z.string().nullable(),
  }),
);
