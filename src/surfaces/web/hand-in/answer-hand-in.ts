/** The hand-in page: looking uses nothing up, sending uses the link once. */
import type { IncomingMessage } from 'node:http';
import type { HandInOffer, Redeemed } from '../../../incident/hand-in-link.ts';
import type { Answer } from '../http/answer.ts';
import { readForm } from '../http/form-body.ts';
import { fromOwnPage } from '../http/same-origin.ts';
import { formPage, type Reader } from './form-page.ts';
import {
  brokenPage,
  gonePage,
  notNeededPage,
  otherHostPage,
  refusedPage,
  strangePage,
  takenPage,
  unreadablePage,
} from './message-pages.ts';

export type HandInParts = {
  links: {
    peek(token: string): Promise<HandInOffer | null>;
    redeem(token: string, given: { text: string; spacesBelong: boolean }): Promise<Redeemed>;
  };
  /** How the person of that id is shown. */
  reader(person: string): Reader;
  practice: boolean;
  /** How this program is typed here. */
  program: string;
  /** The `Host` headers that mean us. */
  hosts: ReadonlySet<string>;
  /** One more look at a link that is none; false when there were too many. */
  unknown: { take(): boolean };
  log: { warn(fields: Record<string, string>, message: string): void };
};

/** Shown after a redirect, so that neither the way back nor a reload sends the value again. */
export const takenAnswer = (practice: boolean): Answer => takenPage(practice);

/** Never throws: what breaks is logged by name only, since its words could quote what was sent. */
export async function answerHandIn(parts: HandInParts, request: IncomingMessage, token: string): Promise<Answer> {
  if (!parts.hosts.has(request.headers.host?.toLowerCase() ?? '')) return otherHostPage(parts.practice);
  try {
    return request.method === 'POST' ? await take(parts, request, token) : await show(parts, token);
  } catch (error) {
    const { name, code } = error as { name?: string; code?: unknown };
    parts.log.warn({ error: String(name), code: String(code ?? '') }, 'the hand-in page broke off');
    return brokenPage(parts.practice, parts.program);
  }
}

async function show(parts: HandInParts, token: string): Promise<Answer> {
  const offer = await parts.links.peek(token);
  return offer === null ? gone(parts) : offered(parts, offer, null);
}

function offered(parts: HandInParts, offer: HandInOffer, fault: Parameters<typeof formPage>[2]): Answer {
  if (offer.closed || offer.dead) return notNeededPage(offer.closed ? 'closed' : 'dead', offer.practice);
  return formPage(offer, parts.reader(offer.person), fault);
}

/** A link that works is never held back: whoever guesses must not keep out who was sent here. */
function gone({ unknown, practice, program }: HandInParts): Answer {
  return gonePage(practice, program, !unknown.take());
}

async function take(parts: HandInParts, request: IncomingMessage, token: string): Promise<Answer> {
  if (!fromOwnPage(request.headers, parts.hosts)) return strangePage(parts.practice, parts.program);
  const form = await readForm(request);
  if ('fault' in form) return unreadablePage(form.fault === 'long' ? 'long' : 'unreadable', parts.practice);
  // A browser sends every line end of a text field as two characters, whatever was pasted.
  const text = (form.fields.get('value') ?? '').replaceAll('\r\n', '\n');
  const redeemed = await parts.links.redeem(token, { text, spacesBelong: form.fields.get('spaces') === 'belong' });
  if ('taken' in redeemed) return { status: 303, type: 'text/plain; charset=utf-8', body: '', headers: { Location: 'taken' } };
  if ('gone' in redeemed) return gone(parts);
  if ('refused' in redeemed) return refusedPage(redeemed.refused.message, parts.practice);
  const offer = await parts.links.peek(token);
  return offer === null ? gone(parts) : offered(parts, offer, redeemed.fault);
}
