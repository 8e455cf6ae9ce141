import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A step that no code serves waits for a person. */
export const stepAsked = entryType(
  'step.asked',
  z.strictObject({
    step: z.string(),
    group: z.string(),
  }),
  null,
);
