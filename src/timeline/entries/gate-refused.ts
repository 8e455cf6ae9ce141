import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Every offered plan was refused: a person says how to go on. */
export const gateRefused = entryType(
  'gate.refused',
  z.strictObject({
    stage: z.string(),
    nonce: z.string(),
  }),
  null,
);
