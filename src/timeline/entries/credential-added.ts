import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A credential belongs to the incident. The value is never here. */
export const credentialAdded = entryType(
  'credential.added',
  z.strictObject({
    credential: z.string(),
    kind: z.string(),
    fingerprint: z.string().nullable(),
  }),
  z.strictObject({
    locator: z.record(z.string(), z.string()),
    hint: z.string(),
  }),
);
