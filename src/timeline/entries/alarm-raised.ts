import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Something happened that nobody asked for. No call was made for it. */
export const alarmRaised = entryType(
  'alarm.raised',
  z.strictObject({
    code: z.string(),
    job: z.string().nullable(),
  }),
  z.strictObject({
    text: z.string(),
  }),
);
