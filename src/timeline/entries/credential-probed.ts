import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { probeResult } from '../shapes.ts';

/** One look at the credential before any strike. */
export const credentialProbed = entryType(
  'credential.probed',
  z.strictObject({
    credential: z.string(),
    result: probeResult,
  }),
  z.strictObject({
    at: z.string(),
    detail: z.string(),
  }),
);
