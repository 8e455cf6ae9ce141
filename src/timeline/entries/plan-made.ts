import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { plan } from '../shapes.ts';

/** One alternative of the containment, offered for decision. */
export const planMade = entryType(
  'plan.made',
  z.strictObject({
    plan: z.string(),
    order: z.number(),
    reversible: z.boolean(),
    mass: z.boolean(),
  }),
  z.strictObject({
    plan,
  }),
);
