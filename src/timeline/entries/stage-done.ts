import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A stage ended. */
export const stageDone = entryType(
  'stage.done',
  z.strictObject({
    stage: z.string(),
  }),
  null,
);
