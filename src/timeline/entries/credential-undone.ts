import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The strike was taken back: the credential may work again. */
export const credentialUndone = entryType(
  'credential.undone',
  z.strictObject({
    credential: z.string(),
    plan: z.string(),
  }),
  null,
);
