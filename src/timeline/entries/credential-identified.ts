import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { json } from '../shapes.ts';

/** What the provider says the credential is, and what hangs on it. */
export const credentialIdentified = entryType(
  'credential.identified',
  z.strictObject({
    credential: z.string(),
  }),
  z.strictObject({
    facts: json,
  }),
);
