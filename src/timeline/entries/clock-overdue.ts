import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** The incident is past its limit, counted from detection. */
export const clockOverdue = entryType('clock.overdue', z.strictObject({}), null);
