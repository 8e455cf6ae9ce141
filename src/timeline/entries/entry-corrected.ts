import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/**
 * Somebody says what is wrong with the entry numbered `entry`, which stays as it is. `about` is the time the correction
 * speaks of; `exposedSince` is since when the secret could be seen, as it is known now.
 */
export const entryCorrected = entryType(
  'entry.corrected',
  z.strictObject({
    entry: z.int(),
    person: z.string(),
    about: z.string().nullable(),
    exposedSince: z.string().nullable(),
  }),
  z.strictObject({
    text: z.string(),
  }),
);
