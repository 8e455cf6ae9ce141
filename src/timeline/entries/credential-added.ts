import { z } from 'zod';
import { kindModes } from '../../platform/config/kind-modes.ts';
import { entryType } from '../entry-type.ts';

/** A credential belongs to the incident. The value is never here. */
export const credentialAdded = entryType(
  'credential.added',
  z.strictObject({
    credential: z.string(),
    kind: z.string(),
    fingerprint: z.string().nullable(),
    /** How far the bot goes with it, as its kind was configured when it joined. Absent: it asks. */
    mode: z.enum(kindModes).optional(),
  }),
  z.strictObject({
    locator: z.record(z.string(), z.string()),
    hint: z.string(),
  }),
);
