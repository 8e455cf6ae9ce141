import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The held value is gone. */
export const valueDestroyed = entryType(
  'value.destroyed',
  z.strictObject({
    credential: z.string(),
    ref: z.enum(['leaked', 'new']),
    why: z.string(),
  }),
  null,
);
