/** A link by which one person hands in the value of one credential: 256 random bits that are kept nowhere, ten minutes, one use. */
import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db/db.ts';
import type { Refusal } from './command.ts';
import type { Desk } from './desk.ts';
import { givenValue, type ValueFault } from './given-value.ts';
import { giveBackHandInLink, type OpenLink, putHandInLink, readOpenLink, takeHandInLink } from './rows/hand-in-link-row.ts';

/** Long enough to find the value again, too short for a link that is found later. */
export const linkLifeMs = 10 * 60_000;
const tokenBytes = 32;
/** 32 bytes in base64url. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

/** Where links are: the database and the time. */
export type LinkParts = { db: Pick<Db, 'query'>; clock: Clock };

/** Whose link it is to be, for which credential of which incident. Ids, all three. */
export type LinkWish = { incident: string; credential: string; person: string };

/** What a link is for, without the hash that finds it. */
export type HandInOffer = Omit<OpenLink, 'tokenHash'>;

/**
 * taken: the value is held. gone: no such link, or it is used or over. fault: this cannot be the value, and the link still
 * works. refused: the incident does not want it (any more), and did not keep it; the link is used.
 */
export type Redeemed = { taken: HandInOffer } | { gone: true } | { fault: ValueFault } | { refused: Refusal };

/** Makes a link and ends the person's older ones for the same credential. The token is for that person alone. */
export async function makeHandInLink(
  { db }: Pick<LinkParts, 'db'>,
  { now, ...wish }: LinkWish & { now: Date },
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const expiresAt = new Date(now.getTime() + linkLifeMs);
  await putHandInLink(db.query, { ...wish, tokenHash: sha256Hex(token), expiresAt }, now);
  return { token, expiresAt };
}

/** What the link is for; null when it is unknown, used or over. Uses nothing up, however often it is looked at. */
export async function peekHandInLink({ db, clock }: LinkParts, token: string): Promise<HandInOffer | null> {
  if (!tokenForm.test(token)) return null;
  const open = await readOpenLink(db.query, sha256Hex(token), clock.now());
  if (open === null) return null;
  const { tokenHash: _, ...offer } = open;
  return offer;
}

/**
 * Hands in `text` as the person of the link. A text that cannot be the value does not use the link up; nor does a database
 * that breaks off (then this throws), as long as it can still be told so. A second try after that has no second effect.
 */
export async function redeemHandInLink(
  parts: LinkParts & { desk: Pick<Desk, 'send'> },
  token: string,
  { text, spacesBelong }: { text: string; spacesBelong: boolean },
): Promise<Redeemed> {
  const offer = await peekHandInLink(parts, token);
  if (offer === null) return { gone: true };
  const given = givenValue(text, { spacesBelong });
  if ('fault' in given) return given;
  const { db, clock, desk } = parts;
  const at = clock.now();
  const tokenHash = sha256Hex(token);
  const link = await takeHandInLink(db.query, tokenHash, at);
  if (link === null) return { gone: true };
  try {
    const sent = await desk.send({
      incident: link.incident,
      type: 'hand-in',
      dedupe: `hand-in-link:${tokenHash}`,
      actor: { person: link.person, account: 'hand-in page' },
      at,
      payload: { credential: link.credential, value: given.value },
    });
    return sent.ok ? { taken: offer } : { refused: sent.refusal };
  } catch (error) {
    await giveBackHandInLink(db.query, tokenHash, at).catch(() => undefined);
    throw error;
  }
}
