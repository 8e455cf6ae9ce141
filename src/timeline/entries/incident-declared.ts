import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { peopleNames, pinnedPerson } from '../shapes.ts';

/** A leak was declared: which playbook drives it, and who may decide. */
export const incidentDeclared = entryType(
  'incident.declared',
  z.strictObject({
    playbook: z.string(),
    compiler: z.number(),
    practice: z.boolean(),
    public: z.boolean(),
    detectedAt: z.string(),
    exposedSince: z.string().nullable(),
    requester: z.string().nullable(),
    people: z.array(pinnedPerson),
    recordKey: z.string(),
  }),
  z.strictObject({
    title: z.string(),
    account: z.string(),
    /** Absent where a version before wrote it. */
    names: peopleNames.optional(),
  }),
);
