import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A later look no longer finds the residual. */
export const residualGone = entryType(
  'residual.gone',
  z.strictObject({
    credential: z.string(),
    residual: z.string(),
  }),
  null,
);
