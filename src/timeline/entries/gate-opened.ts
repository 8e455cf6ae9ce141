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
    /** Ids of those who are addressed first. Everybody who may answer may do so all the same. */
    asked: z.array(z.string()).optional(),
  }),
  null,
);
