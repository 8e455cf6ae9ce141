/** The private channel of an incident: the one it was declared in, or a new one with the people who may be wanted. */
import { z } from 'zod';
import type { Delivered } from '../../../incident/surface.ts';
import type { Answer, Call } from '../call/web-client.ts';
import { channelName, channelPurpose } from '../render/incident-channel.ts';
import { wishSchema } from '../wish.ts';
import { channelOf, type DeliverParts, type Delivery, noChannel, undelivered } from './delivery.ts';

/** Names that are taken already, by an incident of an earlier installation. */
const mostNames = 20;
/** Slack takes no more in one call; people beyond these come by themselves. */
const mostInvited = 100;

const info = z.object({
  channel: z.object({
    id: z.string(),
    is_private: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
    is_ext_shared: z.boolean().optional(),
    is_pending_ext_shared: z.boolean().optional(),
    is_org_shared: z.boolean().optional(),
    is_im: z.boolean().optional(),
    is_mpim: z.boolean().optional(),
  }),
});
const created = z.object({ channel: z.object({ id: z.string() }) });
const listed = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export async function openChannel(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const { post, view, places } = delivery;
  const there = channelOf({ places }) ?? (await declaredIn(parts, view.incident));
  if (there !== null) return { done: true, places: { channel: there } };
  for (let count = 0; count < mostNames; count += 1) {
    const name = channelName(view, count === 0 ? '' : `-${count + 1}`);
    const answer = await parts.call('conversations.create', { name, is_private: true });
    if (answer.ok) return opened(parts.call, created.parse(answer.answer).channel.id, channelPurpose(view, parts.shown()));
    if (answer.error !== 'name_taken') return undelivered('conversations.create', answer);
    // The answer to an earlier attempt may have been lost: a channel of this name that the bot is in is ours.
    const ours = post.attempts > 1 ? await ownChannel(parts.call, name) : null;
    if (ours !== null) return { done: true, places: { channel: ours } };
  }
  return { dropped: `${mostNames} names for its channel are taken` };
}

async function opened(call: Call, channel: string, purpose: string): Promise<Delivered> {
  // What it is for can also be read on its card: it is not tried again.
  await call('conversations.setPurpose', { channel, purpose });
  return { done: true, places: { channel } };
}

/** Where it was typed, if nobody but the invited can read there. */
async function declaredIn({ call, declaredBy }: DeliverParts, incident: string): Promise<string | null> {
  const wish = wishSchema.safeParse(await declaredBy(incident));
  const channel = wish.success && wish.data.wants === 'declare' ? wish.data.channel : null;
  if (channel === null || !/^[CG]/.test(channel)) return null;
  const answer = await call('conversations.info', { channel });
  // A private channel that the bot is not in is none that it knows.
  if (!answer.ok) return null;
  const { channel: found } = info.parse(answer.answer);
  const shared = found.is_ext_shared || found.is_pending_ext_shared || found.is_org_shared;
  const usable = found.is_private && found.is_member && !found.is_archived && !shared && !found.is_im && !found.is_mpim;
  return usable === true ? found.id : null;
}

async function ownChannel(call: Call, name: string): Promise<string | null> {
  let cursor: string | undefined;
  do {
    const page: Answer = await call('users.conversations', {
      types: 'private_channel',
      exclude_archived: true,
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (!page.ok) return null;
    const { channels, response_metadata } = listed.parse(page.answer);
    const found = channels.find((channel) => channel.name === name);
    if (found !== undefined) return found.id;
    cursor = response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}

/** Who may be wanted is there before they are: everybody of staunch.yml whom Slack knows. Whoever cannot be invited keeps nobody else out. */
export async function invite(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const channel = channelOf(delivery);
  if (channel === null) return noChannel;
  const users = parts.people.flatMap(({ slack }) => (slack === null ? [] : [slack.user])).slice(0, mostInvited);
  if (users.length === 0) return { done: true };
  const answer = await parts.call('conversations.invite', { channel, users: users.join(','), force: true });
  if (answer.ok || answer.error === 'already_in_channel') return { done: true };
  if (answer.transient || answer.retryAfterMs !== null) return undelivered('conversations.invite', answer);
  for (const user of users) await parts.call('conversations.invite', { channel, users: user });
  return { done: true };
}
