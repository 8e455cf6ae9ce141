import { z } from 'zod';
import { entryType } from '../entry-type.ts';
import { peopleNames, pinnedPerson } from '../shapes.ts';

/** The people of the configuration changed while the incident is open. A version before wrote it without a body. */
export const peopleChanged = entryType(
  'people.changed',
  z.strictObject({
    people: z.array(pinnedPerson),
  }),
  z
    .strictObject({
      names: peopleNames,
    })
    .nullable(),
);
