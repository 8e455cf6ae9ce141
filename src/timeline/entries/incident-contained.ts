import { z } from 'zod';
import { entryType } from '../entry-type.ts';

/** Every credential is cut off, and each residual is bounded or accepted. */
export const incidentContained = entryType('incident.contained', z.strictObject({}), null);
