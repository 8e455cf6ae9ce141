import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A stage began; its limit counts from here. */
export const stageStarted = entryType(
  'stage.started',
  z.strictObject({
    stage: z.string(),
  }),
  null,
);
