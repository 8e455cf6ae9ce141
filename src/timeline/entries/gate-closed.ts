import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The asking is void: what was asked is no longer so. */
export const gateClosed = entryType(
  'gate.closed',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
  }),
  null,
);
