import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A stage is past its limit. Nothing is aborted. */
export const stageOverdue = entryType(
  'stage.overdue',
  z.strictObject({
    stage: z.string(),
  }),
  null,
);
