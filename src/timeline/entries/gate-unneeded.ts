import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Nothing is left to strike: no decision is needed. */
export const gateUnneeded = entryType(
  'gate.unneeded',
  z.strictObject({
    stage: z.string(),
  }),
  null,
);
