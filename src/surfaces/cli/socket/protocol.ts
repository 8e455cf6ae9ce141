/**
 * What is said over the bot's socket: one JSON object a line, both ways. A request is {id, method, params}; its answer is
 * {id, result} or {id, error: {class, message}}. Times are ISO 8601 with an offset.
 */
import { z } from 'zod';
import { type Command, type CommandType, commandSchemas } from '../../../incident/command.ts';
import { raiseOrder, resumeOrder, stopOrder } from '../../../incident/order.ts';

/** `sun_path` holds 104 to 108 bytes, by system; the rest is a margin. */
export const socketPathLimit = 100;

/** A request holds at most one value or note, and both are bounded far below. */
export const requestLimitBytes = 1_048_576;

/** The longest answer that a command line takes from its own bot: the largest bundle, with its quotes escaped. */
export const answerLimitBytes = 402_653_184;

/** People and scripts of one machine; more is a mistake. */
export const connectionLimit = 64;

/** A command that says nothing for this long is gone. Longer than a signature may take. */
export const idleLimitMs = 300_000;

const reference = z.string().max(256);

const envelope = z.strictObject({
  incident: reference,
  type: z.enum(Object.keys(commandSchemas) as [CommandType, ...CommandType[]]),
  dedupe: z.string().min(1).max(512),
  actor: z.strictObject({
    person: z.string().max(128).nullable(),
    account: z.string().max(256),
  }),
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  payload: z.unknown(),
});

const saysSlack = (payload: object) => 'attestation' in payload && 'slack' in (payload.attestation as object);

/** A command as it came over the wire, its payload checked by its own type's schema. */
const command = envelope.transform((sent, context): Command => {
  const payload = commandSchemas[sent.type].safeParse(sent.payload);
  if (!payload.success) {
    context.addIssue({ code: 'custom', message: z.prettifyError(payload.error) });
    return z.NEVER;
  }
  // Whoever is at this socket can say what they like: only what Slack itself sent is attested as made in Slack.
  if (saysSlack(payload.data)) {
    context.addIssue({ code: 'custom', message: 'A decision made in Slack comes from Slack, not over this socket.' });
    return z.NEVER;
  }
  // The schema was chosen by `type`; TypeScript cannot follow that through the union.
  return { ...sent, payload: payload.data } as Command;
});

/** Which incident's report, how it is written, and for whom. */
const edition = z.strictObject({
  incident: reference,
  format: z.enum(['md', 'html', 'json']),
  audience: z.enum(['internal', 'external']),
});

const id = z.int().nonnegative();

export const requestSchema = z.discriminatedUnion('method', [
  z.strictObject({ id, method: z.literal('send'), params: command }),
  z.strictObject({ id, method: z.enum(['find', 'view', 'timeline', 'bundle']), params: reference }),
  z.strictObject({ id, method: z.literal('report'), params: edition }),
  z.strictObject({ id, method: z.enum(['list', 'brakes', 'budget']), params: z.null() }),
  z.strictObject({ id, method: z.literal('stop'), params: stopOrder }),
  z.strictObject({ id, method: z.literal('resume'), params: resumeOrder }),
  z.strictObject({ id, method: z.literal('raiseBudget'), params: raiseOrder }),
]);

export type Request = z.infer<typeof requestSchema>;

export const answerSchema = z.union([
  z.strictObject({ id, result: z.unknown() }),
  z.strictObject({
    id: id.nullable(),
    error: z.strictObject({ class: z.enum(['usage', 'unreachable']), message: z.string() }),
  }),
]);

export type Answer = z.infer<typeof answerSchema>;
