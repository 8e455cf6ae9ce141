import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Still nobody answered: others are asked as well. */
export const gatePassedOn = entryType(
  'gate.passed-on',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
    to: z.array(z.string()),
  }),
  null,
);
