import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The playbook is walked to its end. */
export const incidentClosed = entryType(
  'incident.closed',
  z.strictObject({
    why: z.string(),
  }),
  null,
);
