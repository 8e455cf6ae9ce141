import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The strike can be taken back; the nonce goes into what is signed. */
export const undoOffered = entryType(
  'undo.offered',
  z.strictObject({
    credential: z.string(),
    plan: z.string(),
    nonce: z.string(),
  }),
  null,
);
