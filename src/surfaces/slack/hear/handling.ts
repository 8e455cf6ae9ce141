/** What is done with one payload: decided at once and without any call, so that Slack is answered within its three seconds. */
import type { Wish } from '../wish.ts';
import type { SlackPayload } from './payload.ts';

/** The body of the acknowledgement: text that only this person sees (commands), or what a modal does next (submissions). */
export type AckBody = { text: string } | { errors: Record<string, string> } | { update: object } | { clear: true } | null;

export type Handling = {
  ack: AckBody;
  /** Written to the inbox before the acknowledgement and carried out after it, even if this process dies in between. */
  keep: Wish | null;
  /** After the acknowledgement, and only now: opening a modal cannot be done later. Throws when Slack refuses. */
  after: (() => Promise<void>) | null;
};

/** Pure but for what it hands back to be called. */
export type Handle = (payload: SlackPayload, at: Date) => Handling;

/** Carries out one kept wish: sends the command, tells the person how it went. The same key has its effect once. */
export type CarryOut = (wish: Wish, key: string, signal: AbortSignal) => Promise<void>;
