/** What `identify` leaves for later steps of an HTTP kind: ids and what is offered, never a value. */
import { z } from 'zod';
import type { Json } from '../../../platform/canonical.ts';

const factsShape = z.object({
  /** What the look-ups took. */
  ids: z.record(z.string(), z.string()),
  /** The verbs for which nothing is missing. */
  offers: z.array(z.enum(['disable', 'revoke'])),
  /** It was there in this incident, and is not any more. */
  gone: z.boolean(),
});

export type HttpFacts = z.output<typeof factsShape>;

export function readFacts(facts: Json): HttpFacts | null {
  return facts === null ? null : factsShape.parse(facts);
}
