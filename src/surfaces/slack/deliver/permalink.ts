import { z } from 'zod';
import type { Call } from '../call/web-client.ts';
import type { Standing } from '../refs.ts';

const linked = z.object({ permalink: z.url() });

/** Where a message can be read; null where Slack does not say. */
export async function permalink(call: Call, { channel, ts }: Standing): Promise<string | null> {
  const answer = await call('chat.getPermalink', { channel, message_ts: ts });
  const parsed = answer.ok ? linked.safeParse(answer.answer) : null;
  return parsed?.success === true ? parsed.data.permalink : null;
}
