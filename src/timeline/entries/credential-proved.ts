import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { grade, look, probeResult } from '../shapes.ts';

/** A proof pair, with its grade. */
export const credentialProved = entryType(
  'credential.proved',
  z.strictObject({
    credential: z.string(),
    grade,
    before: probeResult.nullable(),
    after: probeResult,
  }),
  z.strictObject({
    before: look.nullable(),
    after: look,
  }),
);
