import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** One person acts alone: unless anybody says no until then, the plan is accepted. Why stands in their decision. */
export const aloneStarted = entryType(
  'alone.started',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
    plan: z.string(),
    person: z.string(),
    until: z.string(),
  }),
  null,
);
