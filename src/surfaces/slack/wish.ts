/**
 * What a person wants, said by a click or a form, in our words. Kept in the inbox until it is carried out, so it holds no secret:
 * whoever pasted one into a form was told before a wish was made of it.
 */
import { z } from 'zod';

const by = z.strictObject({ user: z.string().max(32), team: z.string().max(32) });
/** The message whose button was pressed: answers stand beside it, and a decision names it. */
const message = z.strictObject({ channel: z.string().max(32), ts: z.string().max(32) }).nullable();
const who = { by, at: z.iso.datetime(), message };
const incident = z.uuid();
const name = z.string().min(1).max(64);
const reason = z.string().min(1).max(2_000);

export const wishSchema = z.discriminatedUnion('wants', [
  z.strictObject({
    ...who,
    wants: z.literal('declare'),
    kind: name,
    locator: z.record(name, z.string().max(256)),
    detectedAt: z.iso.datetime().nullable(),
    exposedSince: z.iso.datetime().nullable(),
    public: z.boolean(),
    title: z.string().max(200).nullable(),
    /** The channel it was typed in: joined where it is private. */
    channel: z.string().max(32).nullable(),
  }),
  z.strictObject({
    ...who,
    wants: z.literal('decide'),
    incident,
    nonce: z.string().max(64),
    plan: z.string().regex(/^[0-9a-f]{8,64}$/),
    verdict: z.enum(['approve', 'reject', 'alone']),
    reason: reason.nullable(),
  }),
  z.strictObject({ ...who, wants: z.literal('undo'), incident, credential: name, reason: reason.nullable() }),
  z.strictObject({ ...who, wants: z.literal('retry'), incident, step: name, credential: name.nullable() }),
  z.strictObject({ ...who, wants: z.literal('skip'), incident, step: name, credential: name.nullable(), reason }),
  z.strictObject({
    ...who,
    wants: z.literal('by-hand'),
    incident,
    step: name,
    credential: name.nullable(),
    reason: reason.nullable(),
  }),
  z.strictObject({ ...who, wants: z.literal('accept'), incident, residual: name, reason }),
  z.strictObject({ ...who, wants: z.literal('note'), incident, text: z.string().min(1).max(10_000) }),
  z.strictObject({ ...who, wants: z.literal('close'), incident, reason }),
  /** A link to the hand-in page, for this person. */
  z.strictObject({ ...who, wants: z.literal('hand-in-link'), incident, credential: name }),
]);

export type Wish = z.infer<typeof wishSchema>;
