import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** `person` let all bots together begin up to `perHour` strikes within an hour, until then. */
export const budgetRaised = entryType(
  'budget.raised',
  z.strictObject({
    perHour: z.int().positive(),
    until: z.string(),
    person: z.string(),
  }),
  z.strictObject({
    reason: z.string(),
  }),
);
