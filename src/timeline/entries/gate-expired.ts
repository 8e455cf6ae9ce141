import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Nobody answered in time; a new asking follows. */
export const gateExpired = entryType(
  'gate.expired',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
  }),
  null,
);
