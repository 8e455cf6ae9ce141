import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A countdown ended before its time. rejected: somebody said no. agreed: enough people said yes. */
export const aloneEnded = entryType(
  'alone.ended',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
    plan: z.string(),
    person: z.string(),
    why: z.enum(['rejected', 'agreed']),
  }),
  null,
);
