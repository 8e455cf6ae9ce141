/** Schemas of the shapes that entries are made of; the types live with their concepts. */
import { z } from 'zod';
import type { Json } from '../platform/canonical.ts';
import type { CredentialState } from './credential.ts';
import type { SlackPlace } from './decision.ts';
import type { PeopleNames, PinnedPerson } from './person.ts';
import { type Plan, strikeVerbs } from './plan.ts';
import type { Grade, Look, ProbeResult } from './proof.ts';

export const json: z.ZodType<Json> = z.json();
export const credentialState: z.ZodType<CredentialState> = z.enum(['unknown', 'alive', 'cut-off', 'dead']);
export const probeResult: z.ZodType<ProbeResult> = z.enum(['alive', 'refused', 'could-not-tell']);
export const grade: z.ZodType<Grade> = z.enum(['by-use', 'by-provider', 'found-dead', 'by-hand']);
export const look: z.ZodType<Look> = z.strictObject({ result: probeResult, at: z.string(), detail: z.string() });
export const madeCall = z.strictObject({ call: z.string(), target: z.string(), answer: z.string() });
export const pinnedPerson: z.ZodType<PinnedPerson> = z.strictObject({
  id: z.string(),
  groups: z.array(z.string()),
  ssh: z.string().nullable(),
  slack: z.strictObject({ user: z.string(), team: z.string() }).optional(),
});
export const slackPlace: z.ZodType<SlackPlace> = z.strictObject({
  team: z.string(),
  user: z.string(),
  channel: z.string(),
  message: z.string(),
});
export const peopleNames: z.ZodType<PeopleNames> = z.record(
  z.string(),
  z.strictObject({ name: z.string(), timezone: z.string() }),
);

const residual = z.strictObject({
  id: z.string(),
  credential: z.string(),
  what: z.string(),
  until: z.string().nullable(),
  endedBy: z.string().nullable(),
});
const planTarget = z.strictObject({
  credential: z.string(),
  kind: z.string(),
  locator: z.record(z.string(), z.string()),
  fingerprint: z.string().nullable(),
  verb: z.enum(strikeVerbs),
  ids: z.record(z.string(), z.string()),
  caps: z.record(z.string(), z.number()),
  calls: z.array(z.strictObject({ order: z.number(), call: z.string(), target: z.string(), reversible: z.boolean() })),
});
export const plan: z.ZodType<Plan> = z.strictObject({
  title: z.string(),
  targets: z.array(planTarget),
  reversible: z.boolean(),
  mass: z.boolean(),
  expectedOutage: z.string(),
  outageRank: z.number(),
  breaks: z.array(z.string()),
  residuals: z.array(residual),
});
