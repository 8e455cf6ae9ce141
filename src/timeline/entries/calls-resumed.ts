import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A stop is over, by order of `person`: what it held goes on. `provider` null: the stop of everything. */
export const callsResumed = entryType(
  'calls.resumed',
  z.strictObject({
    provider: z.string().nullable(),
    person: z.string(),
  }),
  null,
);
