import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A value is held, encrypted, until the time named. */
export const valueHeld = entryType(
  'value.held',
  z.strictObject({
    credential: z.string(),
    ref: z.enum(['leaked', 'new']),
    fingerprint: z.string(),
    until: z.string(),
  }),
  null,
);
