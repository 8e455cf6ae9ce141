import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** People are asked. The nonce goes into what they sign. */
export const gateOpened = entryType(
  'gate.opened',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
    plans: z.array(z.string()),
    expiresAt: z.string(),
  }),
  null,
);
