/** Whoever declared it in Slack is told where it goes on, and how to hand in the value: only they see it. */
import type { Delivered } from '../../../incident/surface.ts';
import { createTell } from '../connect/tell-person.ts';
import { placeNames, readStanding } from '../refs.ts';
import { wantsValue } from '../render/hand-in-button.ts';
import { declaredText, handInAtTerminalText, handInText } from '../render/told.ts';
import { wishSchema } from '../wish.ts';
import type { DeliverParts, Delivery } from './delivery.ts';
import { permalink } from './permalink.ts';

const noLog = { warn: () => undefined };

export async function welcome(parts: DeliverParts, { view, places }: Delivery): Promise<Delivered> {
  const wish = wishSchema.safeParse(await parts.declaredBy(view.incident));
  if (!wish.success || wish.data.wants !== 'declare') return { done: true };
  const { by, channel } = wish.data;
  const card = readStanding(places.get(placeNames.card));
  const link = card === null ? null : await permalink(parts.call, card);
  const lines = [declaredText(view, link), ...(await handIns(parts, view))];
  await createTell(parts.call, noLog)({ user: by.user, channel }, lines.join('\n'));
  return { done: true };
}

async function handIns(parts: DeliverParts, view: Delivery['view']): Promise<string[]> {
  const { requester } = view;
  if (requester === null) return [];
  const wanted = view.credentials.filter((credential) => wantsValue(view, credential));
  return Promise.all(
    wanted.map(async ({ id, hint }) => {
      const link = await parts.handInLink(view.incident, id, requester);
      if (link === null) return handInAtTerminalText(view, parts.shown(), id);
      return handInText(view, parts.shown(), { url: link.url, expiresAt: link.until.toISOString(), hint });
    }),
  );
}
