/** Posting a message once, and writing it anew. */
import { z } from 'zod';
import type { Delivered, Post } from '../../../incident/surface.ts';
import type { Call } from '../call/web-client.ts';
import { type Standing, standingText } from '../refs.ts';
import type { SlackText } from '../render/blocks.ts';
import { undelivered } from './delivery.ts';

/** Nothing behind a link is fetched by Slack because a provider's answer named it. */
const still = { unfurl_links: false, unfurl_media: false } as const;
/** By this the post is found again whose answer never came. */
const eventType = 'staunch_post';

const posted = z.object({ channel: z.string(), ts: z.string() });
const history = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z.object({ event_payload: z.object({ post: z.string().optional() }).optional() }).optional(),
    }),
  ),
});

/** As many as can follow within the time in which a lost answer is noticed. */
const lookBack = 50;

/**
 * Posts it as `place` of the incident. `channel`: of a channel or of a person (then as a direct message). A second attempt looks
 * first whether the first one came through, where the bot may read what is there.
 */
export async function postMessage(
  call: Call,
  post: Post,
  to: { channel: string; place: string; threadTs?: string },
  message: SlackText,
): Promise<Delivered> {
  const there = post.attempts > 1 ? await find(call, post, to.channel) : null;
  if (there !== null) return { done: true, places: { [to.place]: standingText(there) } };
  const metadata = { event_type: eventType, event_payload: { post: post.id } };
  const thread = to.threadTs === undefined ? {} : { thread_ts: to.threadTs };
  const answer = await call('chat.postMessage', { channel: to.channel, ...message, ...still, ...thread, metadata });
  if (!answer.ok) return undelivered('chat.postMessage', answer);
  return { done: true, places: { [to.place]: standingText(posted.parse(answer.answer)) } };
}

async function find(call: Call, post: Post, channel: string): Promise<Standing | null> {
  if (!/^[CG]/.test(channel)) return null;
  const answer = await call('conversations.history', { channel, limit: lookBack, include_all_metadata: true });
  if (!answer.ok) return null;
  const message = history.parse(answer.answer).messages.find(({ metadata }) => metadata?.event_payload?.post === post.id);
  return message === undefined ? null : { channel, ts: message.ts };
}

/** Writes a message of ours anew; one that somebody deleted meanwhile stays deleted. */
export async function rewrite(call: Call, { channel, ts }: Standing, { text, blocks }: SlackText): Promise<Delivered> {
  const answer = await call('chat.update', { channel, ts, text, blocks });
  return answer.ok ? { done: true } : undelivered('chat.update', answer);
}
