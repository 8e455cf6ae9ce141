import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A credential may work again: the clock runs on. */
export const incidentReopened = entryType(
  'incident.reopened',
  z.strictObject({
    why: z.string(),
  }),
  null,
);
