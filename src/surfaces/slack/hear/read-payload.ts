/**
 * Slack's bodies, parsed to what we read of them. What is not understood is null: it is acknowledged and counted, and nothing of
 * it is kept or logged. https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/apis/events-api
 */
import { z } from 'zod';
import { messageText, shortText, slackId, slashCommand, timeStamp, trigger } from './bounds.ts';
import type { SlackMessage, SlackPayload } from './payload.ts';
import { filledShape, inputOf, viewSchema } from './read-view.ts';

/** Events that follow each other in one payload are one; more actions than an actions block has is none of Slack's. */
const mostActions = 25;

const place = z.object({ id: slackId }).nullish();
/** Whoever pressed or typed. An org-wide app is told no workspace, but each person's own. */
const person = z.object({ id: slackId, team_id: slackId.nullish() });
const pressedBy = { user: person, team: place };

const command = z
  .object({
    command: slashCommand,
    text: messageText.default(''),
    user_id: slackId,
    team_id: slackId,
    channel_id: slackId,
    channel_name: shortText.default(''),
    trigger_id: trigger,
  })
  .transform(
    (body): SlackPayload => ({
      type: 'command',
      by: { user: body.user_id, team: body.team_id },
      command: body.command,
      text: body.text,
      channel: body.channel_id,
      channelName: body.channel_name,
      trigger: body.trigger_id,
    }),
  );

const action = z
  .object({
    type: z.literal('block_actions'),
    ...pressedBy,
    trigger_id: trigger,
    container: z.object({ type: shortText, channel_id: slackId.optional(), message_ts: timeStamp.optional() }).optional(),
    view: viewSchema.nullish(),
    actions: z
      .array(z.object({ ...filledShape, action_id: shortText, block_id: shortText }))
      .min(1)
      .max(mostActions),
  })
  .transform((body, context): SlackPayload => {
    const [pressed] = body.actions;
    if (pressed === undefined) return refused(context);
    return {
      type: 'action',
      by: byOf(body, context),
      actionId: pressed.action_id,
      blockId: pressed.block_id,
      value: inputOf(pressed).value,
      trigger: body.trigger_id,
      message: messageOf(body.container),
      view: body.view ?? null,
    };
  });

const submit = z
  .object({ type: z.literal('view_submission'), ...pressedBy, trigger_id: trigger.nullish(), view: viewSchema })
  .transform(
    (body, context): SlackPayload => ({
      type: 'submit',
      by: byOf(body, context),
      view: body.view,
      trigger: body.trigger_id ?? null,
    }),
  );

const shortcut = z
  .object({
    type: z.enum(['shortcut', 'message_action']),
    ...pressedBy,
    callback_id: shortText,
    trigger_id: trigger,
    channel: place,
    message_ts: timeStamp.nullish(),
    message: z.object({ ts: timeStamp.optional(), text: messageText.nullish() }).nullish(),
  })
  .transform((body, context): SlackPayload => {
    const ts = body.message_ts ?? body.message?.ts;
    const on =
      body.type === 'message_action' && body.channel != null && ts !== undefined ? { channel: body.channel.id, ts } : null;
    return {
      type: 'shortcut',
      by: byOf(body, context),
      callbackId: body.callback_id,
      trigger: body.trigger_id,
      message: on === null ? null : { ...on, text: body.message?.text ?? '' },
    };
  });

const homeOpened = z
  .object({
    team_id: slackId,
    event: z.object({ type: z.literal('app_home_opened'), user: slackId, tab: z.literal('home') }),
  })
  .transform((body): SlackPayload => ({ type: 'home', by: { user: body.event.user, team: body.team_id } }));

const mention = z
  .object({
    team_id: slackId,
    event: z.object({
      type: z.literal('app_mention'),
      user: slackId,
      // In a shared channel: the author's own.
      user_team: slackId.nullish(),
      team: slackId.nullish(),
      channel: slackId,
      ts: timeStamp,
      text: messageText,
    }),
  })
  .transform(
    ({ team_id, event }): SlackPayload => ({
      type: 'mention',
      by: { user: event.user, team: event.user_team ?? event.team ?? team_id },
      channel: event.channel,
      ts: event.ts,
      text: event.text,
    }),
  );

const eventName = z.string().regex(/^[a-z][a-z0-9_.]{0,63}$/);

const event = z
  .object({
    event: z.object({
      type: eventName,
      channel: z
        .union([slackId, z.object({ id: slackId })])
        .nullish()
        .catch(null),
      channel_id: slackId.nullish().catch(null),
    }),
  })
  .transform(
    ({ event: { type, channel, channel_id } }): SlackPayload => ({
      type: 'event',
      name: type,
      channel: (typeof channel === 'string' ? channel : channel?.id) ?? channel_id ?? null,
    }),
  );

/** It has no event inside. */
const rateLimited = z
  .object({ type: z.literal('app_rate_limited') })
  .transform(({ type }): SlackPayload => ({ type: 'event', name: type, channel: null }));

/** Null for what Staunch does not know, or what is not as Slack sends it. Never throws, never keeps what it was given. */
export function readPayload(body: unknown): SlackPayload | null {
  if (typeof body !== 'object' || body === null) return null;
  const parsed = schemaOf(body).safeParse(body);
  return parsed.success ? parsed.data : null;
}

function schemaOf(body: object): z.ZodType<SlackPayload> {
  if ('command' in body) return command;
  const { type, event: inner } = body as { type?: unknown; event?: { type?: unknown; tab?: unknown } | null };
  if (type === 'block_actions') return action;
  if (type === 'view_submission') return submit;
  if (type === 'shortcut' || type === 'message_action') return shortcut;
  if (type === 'app_rate_limited') return rateLimited;
  if (inner?.type === 'app_mention') return mention;
  return inner?.type === 'app_home_opened' && inner.tab === 'home' ? homeOpened : event;
}

type Context = { addIssue(issue: { code: 'custom'; message: string }): void };

function refused(context: Context): never {
  context.addIssue({ code: 'custom', message: 'not as Slack sends it' });
  return z.NEVER;
}

function byOf(
  { user, team }: { user: { id: string; team_id?: string | null | undefined }; team?: { id: string } | null | undefined },
  context: Context,
): { user: string; team: string } {
  const own = user.team_id ?? team?.id;
  return own === undefined ? refused(context) : { user: user.id, team: own };
}

function messageOf(
  container: { type: string; channel_id?: string | undefined; message_ts?: string | undefined } | undefined,
): SlackMessage | null {
  if (container?.channel_id === undefined || container.message_ts === undefined) return null;
  return { channel: container.channel_id, ts: container.message_ts };
}
