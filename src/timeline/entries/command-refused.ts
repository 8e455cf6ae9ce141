import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A command had no effect. */
export const commandRefused = entryType(
  'command.refused',
  z.strictObject({
    command: z.string(),
    class: z.string(),
    person: z.string().nullable(),
    /** What a refused `decide` wanted to say. */
    verdict: z.enum(['approve', 'reject', 'alone']).optional(),
  }),
  z.strictObject({
    message: z.string(),
  }),
);
