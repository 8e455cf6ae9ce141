import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { pinnedPerson } from '../shapes.ts';

/** The people of the configuration changed while the incident is open. */
export const peopleChanged = entryType(
  'people.changed',
  z.strictObject({
    people: z.array(pinnedPerson),
  }),
  null,
);
