import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** A limit of the playbook passed; what follows from it stands in the entries behind this one. */
export const timerFired = entryType('timer.fired', z.strictObject({ timer: z.string() }), null);
