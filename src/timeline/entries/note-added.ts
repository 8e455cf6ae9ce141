import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Somebody wrote something down; `about` is the time it speaks of. */
export const noteAdded = entryType(
  'note.added',
  z.strictObject({
    about: z.string().nullable(),
  }),
  z.strictObject({
    text: z.string(),
  }),
);
