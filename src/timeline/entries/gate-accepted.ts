import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** One plan is to be carried out: enough people said yes, or one acted alone, or the playbook says act. */
export const gateAccepted = entryType(
  'gate.accepted',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
    plan: z.string(),
    /** One person acted alone, and nobody said no. */
    alone: z.literal(true).optional(),
    /** Nobody answered in time; or nobody was waited for, since the leak is public and all of it may be acted on. */
    by: z.enum(['expiry', 'public-leak']).optional(),
  }),
  null,
);
