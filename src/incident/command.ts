/** Everything a surface can ask the incident to do: one shape a command, checked here, decided in `commands/`. */
import { z } from 'zod';

/** Upper bounds of what people may type. */
export const textLimits = {
  titleChars: 200,
  reasonChars: 2_000,
  noteChars: 10_000,
  valueBytes: 16_384,
  locatorChars: 256,
} as const;

/** Neither white space nor anything that has no shape: zero widths, direction marks, fillers, the blank of braille. */
const visible = /[^\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Text from people: bounded, something to read, and without what PostgreSQL or UTF-8 cannot hold. */
function text(maxChars: number, what: string) {
  return z
    .string()
    .refine((value) => visible.test(value), `${what} is empty: write at least one character.`)
    .max(maxChars, `${what} is longer than ${maxChars} characters: shorten it.`)
    .refine((value) => !value.includes('\u0000'), `${what} contains a NUL character: remove it.`)
    .refine((value) => value.isWellFormed(), `${what} contains half a character (a lone surrogate): type it again.`);
}

/** An id that is typed: of a step, a credential, a residual. */
const named = text(64, 'The name');
const reason = text(textLimits.reasonChars, 'The reason');
/** The place of an entry in its incident's record, as the timeline shows it. */
const entryNumber = z.int('An entry is named by its number in the timeline.').min(1).max(2_147_483_647);
const instant = z.iso.datetime({ offset: true, error: 'A time looks like 2026-11-24T03:12:00Z.' });
/** https://docs.slack.dev/reference/objects/conversation-object: ids are upper case; a ts is a time with a counter behind the point. */
const slackId = (first: string) => z.string().regex(new RegExp(`^[${first}][A-Z0-9]{2,20}$`), 'That is no Slack id.');
const slackPlace = z.strictObject({
  team: slackId('TE'),
  user: slackId('UW'),
  channel: slackId('CDG'),
  message: z.string().regex(/^[0-9]{1,12}\.[0-9]{1,9}$/, 'That is no time stamp of a Slack message.'),
});
const attestation = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('person'), signature: z.string().max(8_192) }),
  z.strictObject({ by: z.literal('surface'), slack: slackPlace.optional() }),
]);

const payloads = {
  declare: z.strictObject({
    kind: text(64, 'The kind'),
    locator: z.record(named, text(textLimits.locatorChars, 'A locator')),
    value: z.string().min(1, 'The value is empty.').max(textLimits.valueBytes).optional(),
    detectedAt: instant.optional(),
    exposedSince: instant.optional(),
    public: z.boolean().default(false),
    title: text(textLimits.titleChars, 'The title').optional(),
  }),
  decide: z.strictObject({
    /** alone: a yes that counts by itself once its countdown is over. */
    verdict: z.enum(['approve', 'reject', 'alone']),
    plan: z.string().regex(/^[0-9a-f]{8,64}$/, 'A plan is named by its hash, at least its first 8 digits.'),
    reason: reason.optional(),
    /** The asking that is answered, as a button of an old message names it. Absent: the one that is open. */
    nonce: z.string().max(64).optional(),
    attestation,
  }),
  note: z.strictObject({ text: text(textLimits.noteChars, 'The note'), at: instant.optional() }),
  'hand-in': z.strictObject({
    credential: named,
    value: z.string().min(1, 'The value is empty.').max(textLimits.valueBytes),
  }),
  retry: z.strictObject({ step: named, credential: named.optional() }),
  skip: z.strictObject({ step: named, credential: named.optional(), reason }),
  'by-hand': z.strictObject({ step: named, credential: named.optional(), reason: reason.optional() }),
  undo: z.strictObject({ credential: named, reason: reason.optional(), attestation }),
  accept: z.strictObject({ residual: named, reason }),
  close: z.strictObject({ reason }),
  'add-credential': z.strictObject({
    kind: text(64, 'The kind'),
    locator: z.record(named, text(textLimits.locatorChars, 'A locator')),
    value: z.string().min(1, 'The value is empty.').max(textLimits.valueBytes).optional(),
  }),
  correct: z.strictObject({
    entry: entryNumber,
    text: text(textLimits.noteChars, 'The correction'),
    at: instant.optional(),
    exposedSince: instant.optional(),
  }),
  purge: z.strictObject({ entry: entryNumber, reason }),
} as const;

export const commandSchemas = payloads;
export type CommandType = keyof typeof payloads;
export type Payload<T extends CommandType> = z.infer<(typeof payloads)[T]>;

/** Who asks. `person` is an id of staunch.yml, or null when the surface knows only the account. */
export type Actor = { person: string | null; account: string };

/** `dedupe` is the surface's natural key: the same key has its effect once, and the same answer each time. */
export type Command = {
  [T in CommandType]: { incident: string; type: T; dedupe: string; actor: Actor; at: Date; payload: Payload<T> };
}[CommandType];

/**
 * Why a command had no effect. usage: what was typed is wrong. missing: there is no such thing.
 * forbidden: this person may not. no: understood, and the answer is no.
 */
export type Refusal = { class: 'usage' | 'missing' | 'forbidden' | 'no'; message: string };
