/** Steps that people are wanted for, what is cut off, and what is left over: one message each, locked once it is settled. */
import type { Delivered } from '../../../incident/surface.ts';
import type { Waiting } from '../../../incident/view.ts';
import { placeNames, readStanding } from '../refs.ts';
import type { SlackText } from '../render/blocks.ts';
import { residualMessage } from '../render/residual.ts';
import { settlementOf } from '../render/settlement.ts';
import { settledMessage, stuckMessage } from '../render/stuck.ts';
import { undoMessage } from '../render/undo.ts';
import { channelOf, type DeliverParts, type Delivery, noChannel } from './delivery.ts';
import { postMessage, rewrite } from './write-message.ts';

export async function postStuck(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const channel = channelOf(delivery);
  if (channel === null) return noChannel;
  const { post, view } = delivery;
  const waiting = await waitingFor(delivery);
  if (waiting === undefined) return { dropped: 'it is settled already' };
  return postMessage(
    parts.call,
    post,
    { channel, place: placeNames.stuck(post.ref) },
    stuckMessage(view, parts.shown(), waiting),
  );
}

/** What the entry of this number handed to people, if it still waits for them. */
async function waitingFor({ view, post, entries }: Delivery): Promise<Waiting | undefined> {
  const entry = (await entries()).find(({ seq }) => String(seq) === post.ref);
  if (entry?.type === 'gate.refused') return view.waiting.find(({ step }) => step === `${entry.data.stage}.gate`);
  if (entry?.type === 'step.asked')
    return view.waiting.find(({ step, credential }) => step === entry.data.step && credential === null);
  if (entry?.type !== 'step.stuck') return undefined;
  const { step, credential } = entry.data;
  return view.waiting.find((one) => one.step === step && one.credential === credential);
}

export async function settle(parts: DeliverParts, { post, view, places, entries }: Delivery): Promise<Delivered> {
  const standing = readStanding(places.get(placeNames.stuck(post.ref)));
  const settlement = standing === null ? null : settlementOf(await entries(), Number(post.ref));
  if (standing === null || settlement === null) return { done: true };
  return rewrite(parts.call, standing, settledMessage(view, parts.shown(), settlement));
}

export async function postCutOff(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const { view, post } = delivery;
  return postOrDraw(parts, delivery, placeNames.cutOff(post.ref), undoMessage(view, parts.shown(), post.ref));
}

/** The part behind `@` only tells deadlines apart. */
export async function redrawCutOff(parts: DeliverParts, { view, post, places }: Delivery): Promise<Delivered> {
  const credential = post.ref.split('@', 1)[0] ?? '';
  const standing = readStanding(places.get(placeNames.cutOff(credential)));
  return standing === null ? { done: true } : rewrite(parts.call, standing, undoMessage(view, parts.shown(), credential));
}

export async function postResidual(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const { view, post } = delivery;
  // One that ends by itself stands on the card; a message is for what somebody must do.
  if (!view.waiting.some(({ residual }) => residual === post.ref)) return { done: true };
  return postOrDraw(parts, delivery, placeNames.residual(post.ref), residualMessage(view, parts.shown(), post.ref));
}

export async function redrawResidual(parts: DeliverParts, { view, post, places }: Delivery): Promise<Delivered> {
  const standing = readStanding(places.get(placeNames.residual(post.ref)));
  return standing === null ? { done: true } : rewrite(parts.call, standing, residualMessage(view, parts.shown(), post.ref));
}

/** The same thing happened again: the message that stands already says so. */
function postOrDraw(parts: DeliverParts, delivery: Delivery, place: string, message: SlackText): Promise<Delivered> {
  const { places, post } = delivery;
  const standing = readStanding(places.get(place));
  if (standing !== null) return rewrite(parts.call, standing, message);
  const channel = channelOf(delivery);
  return channel === null ? Promise.resolve(noChannel) : postMessage(parts.call, post, { channel, place }, message);
}
