import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The playbook is walked to its end, its practice server is gone, or `person` closed it for the reason in the body. */
export const incidentClosed = entryType(
  'incident.closed',
  z.strictObject({
    why: z.string(),
    person: z.string().optional(),
  }),
  z.strictObject({ reason: z.string() }).nullable(),
);
