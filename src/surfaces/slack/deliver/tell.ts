/** What everybody in the channel is told once: contained, closed, declared again, an alarm, a limit that passed. */
import type { Delivered } from '../../../incident/surface.ts';
import { plainOf } from '../../../report/document/rich.ts';
import { entrySentence } from '../../../report/sentences/entry-sentence.ts';
import { namesOf } from '../../../report/words/names.ts';
import { placeNames, readStanding } from '../refs.ts';
import { message, type SlackText, section } from '../render/blocks.ts';
import { closedMessage, containedMessage } from '../render/contained.ts';
import { joinedMessage } from '../render/joined.ts';
import { incidentName, mentions } from '../render/shown.ts';
import { escapeText, md } from '../render/text.ts';
import { channelOf, type DeliverParts, type Delivery, noChannel } from './delivery.ts';
import { permalink } from './permalink.ts';
import { postMessage, rewrite } from './write-message.ts';

export const tellContained = (parts: DeliverParts, delivery: Delivery): Promise<Delivered> =>
  tell(parts, delivery, containedMessage(delivery.view, parts.shown()));

/** Each message that said so, as things are now: its button is gone with what it was for. */
export async function redrawContained({ call, shown }: DeliverParts, { view, places }: Delivery): Promise<Delivered> {
  for (const [name, place] of places) {
    const standing = name.startsWith('contained:') ? readStanding(place) : null;
    if (standing === null) continue;
    const drawn = await rewrite(call, standing, containedMessage(view, shown()));
    if ('again' in drawn) return drawn;
  }
  return { done: true };
}

export const tellClosed = (parts: DeliverParts, delivery: Delivery): Promise<Delivered> =>
  tell(parts, delivery, closedMessage(delivery.view, parts.shown()));

export async function tellJoined(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const card = readStanding(delivery.places.get(placeNames.card));
  const link = card === null ? null : await permalink(parts.call, card);
  return tell(parts, delivery, joinedMessage(delivery.view, parts.shown(), link));
}

/** The entry's own sentence, with the mentions of those whom it wants something from. */
export async function tellEntry(parts: DeliverParts, delivery: Delivery): Promise<Delivered> {
  const { view, post } = delivery;
  const entries = await delivery.entries();
  const entry = entries.find(({ seq }) => String(seq) === post.ref);
  if (entry === undefined) return { dropped: 'there is no such entry' };
  const shown = parts.shown();
  const wanted = entry.type === 'alone.started' ? view.waiting.find(({ kind }) => kind === 'alone') : undefined;
  const whom = wanted === undefined ? md`` : md`${mentions(wanted.for, shown)} `;
  const sentence = escapeText(
    plainOf(entrySentence(entry, namesOf({ people: [...parts.people], stages: stagesOf(view), entries: [...entries] }))),
    1_500,
  );
  const text = md`${whom}⚠ *${incidentName(view)}* ${sentence}`;
  return tell(parts, delivery, message(view, shown, text, [section(text)]));
}

function tell(parts: DeliverParts, delivery: Delivery, said: SlackText): Promise<Delivered> {
  const channel = channelOf(delivery);
  const { post } = delivery;
  if (channel === null) return Promise.resolve(noChannel);
  return postMessage(parts.call, post, { channel, place: `${post.kind}:${post.ref}` }, said);
}

const stagesOf = ({ stages }: Delivery['view']) => stages.map((stage) => ({ ...stage, withinMs: stage.within * 1_000 }));
