import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** No call that changes anything is made, by order of `person`. `provider` null: to nobody. `since`: when that was ordered. */
export const callsStopped = entryType(
  'calls.stopped',
  z.strictObject({
    provider: z.string().nullable(),
    person: z.string(),
    since: z.string(),
  }),
  z.strictObject({
    reason: z.string(),
  }),
);
