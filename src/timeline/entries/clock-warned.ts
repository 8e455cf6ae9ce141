import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Three quarters of the time from detection have passed. */
export const clockWarned = entryType('clock.warned', z.strictObject({}), null);
