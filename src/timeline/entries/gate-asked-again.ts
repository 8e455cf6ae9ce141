import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Nobody answered yet: those who were asked are asked again. */
export const gateAskedAgain = entryType(
  'gate.asked-again',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
    to: z.array(z.string()),
  }),
  null,
);
