import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { probeResult } from '../shapes.ts';

/** A look after the strike that proves nothing: it still works, or nobody could tell. */
export const credentialSeen = entryType(
  'credential.seen',
  z.strictObject({
    credential: z.string(),
    result: probeResult,
  }),
  z.strictObject({
    at: z.string(),
    detail: z.string(),
  }),
);
