import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** One person's yes or no to one plan, their acting alone on it, or the taking back of a strike. */
export const decisionRecorded = entryType(
  'decision.recorded',
  z.strictObject({
    nonce: z.string(),
    plan: z.string(),
    verdict: z.enum(['approve', 'reject', 'alone', 'undo']),
    person: z.string(),
    credential: z.string().nullable(),
    attestation: z.enum(['person', 'bot']),
    signature: z.string(),
  }),
  z.strictObject({
    reason: z.string().nullable(),
  }),
);
