/** One payload from its arrival to its acknowledgement, and what follows it. No call to anybody comes before the acknowledgement. */
import { createHash } from 'node:crypto';
import type { Inbox } from '../../../incident/inbox.ts';
import type { Json } from '../../../platform/canonical.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Log } from '../../../platform/log/log.ts';
import { dedupeKey } from '../hear/dedupe-key.ts';
import type { Handle, Handling } from '../hear/handling.ts';
import type { SlackPayload } from '../hear/payload.ts';
import { readPayload } from '../hear/read-payload.ts';
import { ackPlan, type SlackAck, sayingAck } from './ack-body.ts';
import type { Tell } from './tell-person.ts';
import { didNotWork, notOpened, notRecorded } from './trouble-words.ts';

/** `heard`: all that was understood. `again`: delivered before. `lost`: not written, and its person told so. */
export type HearCounts = { heard: number; unknown: number; again: number; lost: number; failed: number };

export const noCounts = (): HearCounts => ({ heard: 0, unknown: 0, again: 0, lost: 0, failed: 0 });

export type HearParts = {
  handle: Handle;
  inbox: Pick<Inbox, 'keep' | 'begin'>;
  tell: Tell;
  redact(text: string): string;
  clock: Clock;
  log: Pick<Log, 'warn' | 'error'>;
  /** How the terminal's program is called. */
  program: string;
  /** Counted up here. */
  counts: HearCounts;
};

/** `ack` never throws. Resolves when all is done but what was kept. */
export async function hearPayload(parts: HearParts, body: unknown, ack: (answer?: SlackAck) => Promise<void>): Promise<void> {
  const payload = readPayload(body);
  if (payload === null) {
    parts.counts.unknown += 1;
    parts.log.warn({ type: typeName(body) }, 'a payload of Slack was not understood; it is acknowledged and dropped');
    return ack();
  }
  parts.counts.heard += 1;
  const at = parts.clock.now();
  const handling = handled(parts, payload, at);
  const { answer, wanted } = await recorded(parts, payload, handling, { key: dedupeKey(body) ?? bodyKey(body), at });
  const { body: slackAnswer, tell } = ackPlan(payload, answer, parts.redact);
  await ack(slackAnswer);
  const to = { user: byOf(payload), channel: channelOf(payload) };
  if (tell !== null && to.user !== null) await parts.tell({ user: to.user, channel: to.channel }, tell);
  if (wanted === null) return;
  wanted.begin();
  try {
    await wanted.handling.after?.();
  } catch (error) {
    parts.counts.failed += 1;
    parts.log.warn({ payload: payload.type, error: asError(error) }, 'what was to follow an acknowledgement did not work');
    if (to.user !== null) await parts.tell({ user: to.user, channel: to.channel }, notOpened(parts.program));
  }
}

/** A fault of ours is told to the person, and Slack is answered all the same. */
function handled(parts: HearParts, payload: SlackPayload, at: Date): Handling {
  try {
    return parts.handle(payload, at);
  } catch (error) {
    parts.counts.failed += 1;
    parts.log.error({ payload: payload.type, error: asError(error) }, 'a payload of Slack could not be handled');
    return { ack: sayingAck(payload, didNotWork(parts.program)), keep: null, after: null };
  }
}

type Recorded = { answer: Handling['ack']; wanted: { handling: Handling; begin(): void } | null };

/** Written down before it is acknowledged. What was delivered before is acknowledged, and nothing more. */
async function recorded(
  parts: HearParts,
  payload: SlackPayload,
  handling: Handling,
  { key, at }: { key: string; at: Date },
): Promise<Recorded> {
  if (handling.keep === null) return { answer: handling.ack, wanted: { handling, begin: () => undefined } };
  const wish = handling.keep as unknown as Json;
  const written = await parts.inbox.keep(key, wish, at);
  switch (written) {
    case 'new':
      return { answer: handling.ack, wanted: { handling, begin: () => parts.inbox.begin({ key, wish, at }) } };
    case 'known':
      parts.counts.again += 1;
      return { answer: handling.ack, wanted: null };
    case 'lost':
      parts.counts.lost += 1;
      parts.log.error({ payload: payload.type, key }, 'what a person did in Slack could not be written down; they are told');
      return { answer: sayingAck(payload, notRecorded(parts.program)), wanted: null };
  }
}

/** Without anything in it that Slack tells apart, the same bytes are the same payload. */
const bodyKey = (body: unknown) => `body:${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;

const byOf = (payload: SlackPayload): string | null => (payload.type === 'event' ? null : payload.by.user);

function channelOf(payload: SlackPayload): string | null {
  if ('message' in payload) return payload.message?.channel ?? null;
  return 'channel' in payload ? payload.channel : null;
}

/** Only what can be no content. */
export function typeName(body: unknown): string {
  const { type, command } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (typeof type === 'string' && /^[a-z_]{1,40}$/.test(type)) return type;
  return command === undefined ? 'unknown' : 'command';
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
