/** People are asked: in the channel and directly. What was asked is locked as soon as it is decided. */
import type { Delivered } from '../../../incident/surface.ts';
import { placeNames, readAskRef, readDirectRef, readStanding } from '../refs.ts';
import { type AskHow, askMessage, directAsk } from '../render/ask.ts';
import type { SlackText } from '../render/blocks.ts';
import { decidedMessage } from '../render/decided.ts';
import { pastAsking } from '../render/past-asking.ts';
import { channelOf, type DeliverParts, type Delivery, noChannel } from './delivery.ts';
import { permalink } from './permalink.ts';
import { postMessage, rewrite } from './write-message.ts';

const overBefore: Delivered = { dropped: 'it was decided before it could be asked' };

export async function postAsk(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const { view, post } = delivery;
  const ref = readAskRef(post.ref);
  const channel = channelOf(delivery);
  if (ref === null || channel === null) return noChannel;
  if (view.gate?.nonce !== ref.nonce) return overBefore;
  const how = howOf(ref.how);
  const to = view.gate.asked.find((one) => one.how === how)?.to ?? [];
  return postMessage(parts.call, post, { channel, place: placeNames.ask(post.ref) }, askMessage(view, parts.shown(), to, how));
}

export async function askDirectly(parts: DeliverParts, { view, post, places }: Delivery): Promise<Delivered> {
  const ref = readDirectRef(post.ref);
  const person = parts.people.find(({ id }) => id === ref?.person);
  if (ref === null || person?.slack == null) return { dropped: 'Slack knows no such person' };
  if (view.gate?.nonce !== ref.nonce) return overBefore;
  const asked = readStanding(places.get(placeNames.ask(`${ref.nonce}:${ref.how}`)));
  const link = asked === null ? null : await permalink(parts.call, asked);
  const message = directAsk(view, parts.shown(), person.id, link);
  return postMessage(parts.call, post, { channel: person.slack.user, place: placeNames.direct(post.ref) }, message);
}

const howOf = (how: string): AskHow => (how === 'again' || how === 'passed-on' ? how : 'first');

/** Every message of this asking in the channel, as things are now. */
export async function redrawAsk(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const nonce = delivery.post.ref;
  const prefix = placeNames.ask(`${nonce}:`);
  return redrawAll(parts, delivery, nonce, prefix, (how) => stillAsking(parts, delivery, nonce, how));
}

export async function redrawDirectly(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const ref = readDirectRef(delivery.post.ref);
  if (ref === null) return { dropped: 'it names nobody' };
  const { nonce, person } = ref;
  const mine = new Map([...delivery.places].filter(([name]) => name.endsWith(`:${person}`)));
  return redrawAll(parts, { ...delivery, places: mine }, nonce, placeNames.direct(`${nonce}:`), () =>
    delivery.view.gate?.nonce === nonce ? directAsk(delivery.view, parts.shown(), person, null) : null,
  );
}

/** Null: it is over. */
function stillAsking(parts: DeliverParts, { view }: Delivery, nonce: string, name: string): SlackText | null {
  if (view.gate?.nonce !== nonce) return null;
  const how = howOf(name);
  return askMessage(view, parts.shown(), view.gate.asked.find((one) => one.how === how)?.to ?? [], how);
}

async function redrawAll(
  parts: DeliverParts,
  delivery: Delivery,
  nonce: string,
  prefix: string,
  asking: (how: string) => SlackText | null,
): Promise<Delivered> {
  const past = pastAsking(await delivery.entries(), nonce);
  for (const [name, place] of delivery.places) {
    const standing = name.startsWith(prefix) ? readStanding(place) : null;
    if (standing === null || past === null) continue;
    const message = asking(name.slice(prefix.length)) ?? decidedMessage(delivery.view, parts.shown(), past);
    const drawn = await rewrite(parts.call, standing, message);
    if ('again' in drawn) return drawn;
  }
  return { done: true };
}
