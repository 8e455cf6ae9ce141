/** What makes two payloads the same one: Slack sends an event again when an answer was late, and whoever copies a request, too. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Longer ones are hashed; Slack's are shorter. */
const mostChars = 160;

const part = z.string().min(1).max(1_000);

const byTrigger = z.object({ trigger_id: part });
const action = z.object({
  trigger_id: part,
  actions: z.array(z.object({ action_id: part, action_ts: part.optional() })).min(1),
});
const submission = z.object({ view: z.object({ id: part, hash: part }) });
const event = z.object({ event_id: part });

/** Null where the body has nothing that could be told apart. The same for every delivery of the same payload. */
export function dedupeKey(body: unknown): string | null {
  const parts = partsOf(body);
  if (parts === null) return null;
  const key = parts.join(':');
  return key.length <= mostChars ? key : `${parts[0]}:${createHash('sha256').update(key).digest('hex')}`;
}

function partsOf(body: unknown): string[] | null {
  if (typeof body !== 'object' || body === null) return null;
  const type = (body as { type?: unknown }).type;
  if ('command' in body) return read(byTrigger, body, ({ trigger_id }) => ['command', trigger_id]);
  if (type === 'block_actions') {
    return read(action, body, ({ trigger_id, actions: [pressed] }) => [
      'action',
      trigger_id,
      pressed?.action_id ?? '',
      pressed?.action_ts ?? '',
    ]);
  }
  if (type === 'view_submission') return read(submission, body, ({ view }) => ['submit', view.id, view.hash]);
  if (type === 'shortcut' || type === 'message_action')
    return read(byTrigger, body, ({ trigger_id }) => ['shortcut', trigger_id]);
  return read(event, body, ({ event_id }) => ['event', event_id]);
}

function read<T>(schema: z.ZodType<T>, body: unknown, parts: (read: T) => string[]): string[] | null {
  const parsed = schema.safeParse(body);
  return parsed.success ? parts(parsed.data) : null;
}
