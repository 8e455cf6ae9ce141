import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Three quarters of a stage's limit have passed. */
export const stageWarned = entryType(
  'stage.warned',
  z.strictObject({
    stage: z.string(),
  }),
  null,
);
