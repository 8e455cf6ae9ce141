/** The pinned card of an incident: posted once, drawn anew whenever something happened. */
import type { Delivered } from '../../../incident/surface.ts';
import { placeNames, readStanding } from '../refs.ts';
import { cardMessage } from '../render/card.ts';
import { channelTopic } from '../render/incident-channel.ts';
import { channelOf, type DeliverParts, type Delivery, noChannel, undelivered, waitForCard } from './delivery.ts';
import { postMessage, rewrite } from './write-message.ts';

export async function postCard(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const channel = channelOf(delivery);
  if (channel === null) return noChannel;
  const { view, post } = delivery;
  return postMessage(parts.call, post, { channel, place: placeNames.card }, cardMessage(view, parts.shown()));
}

export async function pinCard(parts: DeliverParts, { places }: Delivery): Promise<Delivered> {
  const card = readStanding(places.get(placeNames.card));
  if (card === null) return { dropped: 'there is no card to pin' };
  const answer = await parts.call('pins.add', { channel: card.channel, timestamp: card.ts });
  return answer.ok || answer.error === 'already_pinned' ? { done: true } : undelivered('pins.add', answer);
}

/** `entries` say whether there will ever be one: then it waits for the channel's lane. */
export async function updateCard(parts: DeliverParts, { view, places, post }: Delivery): Promise<Delivered> {
  const card = readStanding(places.get(placeNames.card));
  if (card === null) return post.attempts > mostWaits ? { dropped: 'there is no card' } : waitForChannel(post.attempts);
  return rewrite(parts.call, card, cardMessage(view, parts.shown()));
}

/** Slack that is away for hours is waited for by the channel's lane; the card is drawn at its first post anyway. */
const mostWaits = 750;
/** Looks that follow each other closely: a channel is made within a second or two. The rest make an hour. */
const quickWaits = 30;

const waitForChannel = (attempts: number): Delivered =>
  attempts > quickWaits ? { again: { inMs: 5_000, why: 'Slack is away: neither channel nor card is there yet' } } : waitForCard;

export async function setTopic(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const channel = channelOf(delivery);
  if (channel === null) {
    const { attempts } = delivery.post;
    return attempts > mostWaits ? noChannel : waitForChannel(attempts);
  }
  const answer = await parts.call('conversations.setTopic', { channel, topic: channelTopic(delivery.view, parts.shown()) });
  return answer.ok ? { done: true } : undelivered('conversations.setTopic', answer);
}
