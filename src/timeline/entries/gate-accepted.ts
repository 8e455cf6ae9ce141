import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Enough people said yes to one plan. */
export const gateAccepted = entryType(
  'gate.accepted',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
    plan: z.string(),
  }),
  null,
);
