import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { slackPlace } from '../shapes.ts';

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
    /** Where it was made, when it was made in Slack: the bot's signature covers it. */
    slack: slackPlace.optional(),
  }),
  z.strictObject({
    reason: z.string().nullable(),
  }),
);
