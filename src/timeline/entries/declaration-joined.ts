import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The same leak was declared again: it joined this incident. */
export const declarationJoined = entryType(
  'declaration.joined',
  z.strictObject({
    requester: z.string().nullable(),
    public: z.boolean(),
    detectedAt: z.string().nullable(),
    exposedSince: z.string().nullable(),
  }),
  null,
);
