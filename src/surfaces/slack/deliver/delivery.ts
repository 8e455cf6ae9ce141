/** What every delivery is given, and what Slack's refusals mean for a post. */

import type { Delivered, Places, Post } from '../../../incident/surface.ts';
import type { View } from '../../../incident/view.ts';
import type { Json } from '../../../platform/canonical.ts';
import type { Entry } from '../../../timeline/entry.ts';
import type { Answer, Call } from '../call/web-client.ts';
import type { Shown } from '../render/shown.ts';

/** A person of staunch.yml. */
export type SlackPerson = { id: string; name: string; slack: { user: string; team: string } | null };

export type MakeHandInLink = (
  incident: string,
  credential: string,
  person: string,
) => Promise<{ url: string; until: Date } | null>;

export type DeliverParts = {
  call: Call;
  people: readonly SlackPerson[];
  shown(): Shown;
  /** What was said in Slack that opened this incident; null where it was opened elsewhere. */
  declaredBy(incident: string): Promise<Json | null>;
  /** The post-mortem as it stands now, in Markdown. */
  report(incident: string): Promise<string | null>;
  /** A page of one use for this person; null where the bot serves none. */
  handInLink: MakeHandInLink;
};

export type Delivery = {
  post: Post;
  view: View;
  places: Places;
  entries(): Promise<readonly Entry[]>;
};

/** The bot is not let in at all just now: nothing is wrong with the post. */
const notLetIn = new Set(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'missing_scope']);

/** What a refusal of Slack's means for the post. Throws where the same call may succeed later. */
export function undelivered(method: string, refusal: Extract<Answer, { ok: false }>): Delivered {
  const { error, retryAfterMs, transient } = refusal;
  if (retryAfterMs !== null) return { again: { inMs: retryAfterMs, why: error } };
  if (transient || notLetIn.has(error)) throw new Error(`Slack answered ${method} with ${error}`);
  return { dropped: `Slack answered ${method} with ${error}` };
}

/** The channel's id, or what to do without it: it is made before, in the same lane, or cannot be made. */
export function channelOf({ places }: Pick<Delivery, 'places'>): string | null {
  return places.get('channel') ?? null;
}

export const noChannel: Delivered = { dropped: 'the incident has no channel' };
/** Other lanes wait for the channel's. */
export const waitForCard: Delivered = { again: { inMs: 300, why: 'the card is not there yet' } };
