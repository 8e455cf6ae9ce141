import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { credentialState } from '../shapes.ts';

/** The credential is in another state. `at` of cut-off stops its clock. */
export const credentialChanged = entryType(
  'credential.changed',
  z.strictObject({
    credential: z.string(),
    from: credentialState,
    to: credentialState,
  }),
  null,
);
