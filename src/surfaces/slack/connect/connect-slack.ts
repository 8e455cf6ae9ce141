/** The bot's connection to Slack: receives, writes down, acknowledges. Without Slack it stays away and tries again. */
import type { RequestListener } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReceiverEvent } from '@slack/bolt';
import { createInbox, type Inbox, type InboxParts } from '../../../incident/inbox.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db/db.ts';
import type { Log } from '../../../platform/log/log.ts';
import type { Call } from '../call/web-client.ts';
import type { CarryOut, Handle } from '../hear/handling.ts';
import { wishSchema } from '../wish.ts';
import { type AckSummary, createAckTimes } from './ack-times.ts';
import { boltApp } from './bolt-app.ts';
import { type HearCounts, hearPayload, noCounts } from './hear-payload.ts';
import { keepSignedIn } from './keep-signed-in.ts';
import { createReception } from './receive.ts';
import type { Identity } from './sign-in.ts';
import { createTell } from './tell-person.ts';
import { httpTransport, socketTransport, type Transport, type TransportKind } from './transport.ts';
import { gaveUp } from './trouble-words.ts';

export const surfaceName = 'slack';

export type SlackParts = {
  transport: TransportKind;
  botToken: string;
  /** Only this workspace; null: whichever the token is of. */
  team: string | null;
  apiUrl: string | null;
  /** The one client: see call/web-client.ts. */
  call: Call;
  handle: Handle;
  carryOut: CarryOut;
  /** Stands at the exit: what is answered to Slack goes through it. */
  redact(text: string): string;
  db: Pick<Db, 'query' | 'transaction'>;
  /** The record key: it vouches for what waits in the inbox. */
  record: InboxParts['record'];
  clock: Clock;
  log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** How the terminal's program is called: `npx staunch`. */
  program: string;
};

export type SlackState = {
  transport: 'socket' | 'http';
  connections: { open: number; wanted: number };
  /** Since when at least one is open; null while none is. */
  since: Date | null;
  lastPayloadAt: Date | null;
  /** Payloads that are not done with. */
  inHand: number;
  /** What is wrong, for people; null while all is well. */
  trouble: string | null;
  ackMs: AckSummary;
  counts: HearCounts & { turnedAway: number };
};

export type SlackConnection = {
  state(): SlackState;
  /** Null until Slack said who the bot is. */
  identity(): Identity | null;
  /** Where the bot listens itself: answers `POST /slack/events`. Null with Socket Mode, and with a port of its own. */
  requestListener: RequestListener | null;
  /** The port of its own, where there is one. */
  port(): number | null;
  /** Ends within `drainMs` and little more: what is in hand is finished, the rest is left to the next bot. */
  stop(drainMs: number): Promise<void>;
};

/** What came before is acknowledged before the connections are closed. */
const lastAcksMs = 1_500;

/** Resolves after the first attempt, whatever came of it: `state().trouble` says. Never throws for what Slack does. */
export async function connectSlack(parts: SlackParts): Promise<SlackConnection> {
  const { clock, log, program } = parts;
  const stopping = new AbortController();
  const counts = { ...noCounts(), turnedAway: 0 };
  const times = createAckTimes();
  const tell = createTell(parts.call, log);
  const inbox = inboxOf(parts, tell);
  const reception = createReception({ times, clock, log });
  const hear = (body: unknown, ack: Parameters<typeof hearPayload>[2]) =>
    hearPayload({ handle: parts.handle, inbox, tell, redact: parts.redact, clock, log, program, counts }, body, ack);

  const session = keepSignedIn(parts, stopping.signal);
  const app = session.identity.then((identity) => boltApp({ ...parts, identity }, hear));
  app.catch(() => undefined);
  const take = async (event: ReceiverEvent, acked?: () => void) => reception.take(await app, event, acked);
  const turnedAway = () => {
    counts.turnedAway += 1;
  };
  const transport = transportOf(parts, { take, signedIn: app, turnedAway });
  await Promise.race([session.failed, transport.tried, delay(firstWaitMs, undefined, { ref: false })]);
  // What was acknowledged by a bot that died is owed, whether Slack is there or not; where it is, it can be asked who clicked.
  inbox.start();

  return {
    identity: session.current,
    requestListener: transport.requestListener,
    port: transport.port,
    state: () => ({
      transport: parts.transport.type,
      ...transport.state(),
      trouble: session.trouble() ?? transport.trouble(),
      lastPayloadAt: reception.lastAt(),
      inHand: reception.inHand(),
      ackMs: times.summary(),
      counts: { ...counts },
    }),
    async stop(drainMs) {
      const endsAt = performance.now() + drainMs;
      const leftMs = () => Math.max(0, endsAt - performance.now());
      stopping.abort();
      transport.stop();
      await reception.drained(Math.min(lastAcksMs, drainMs));
      await transport.close();
      await reception.drained(leftMs());
      await inbox.stop(leftMs());
    },
  };
}

/** Longer is nobody kept waiting for a Slack that does not answer. */
const firstWaitMs = 10_000;

function inboxOf({ db, record, clock, log, carryOut, program }: SlackParts, tell: ReturnType<typeof createTell>): Inbox {
  return createInbox({
    db,
    record,
    clock,
    log,
    surface: surfaceName,
    async carryOut(json, key, signal) {
      const wish = wishSchema.safeParse(json);
      if (wish.success) return carryOut(wish.data, key, signal);
      // Of another version, or of another hand: nobody will ever read it.
      log.error({ key }, 'a wish in the inbox is not readable; it is dropped');
    },
    async gaveUp(json) {
      const wish = wishSchema.safeParse(json);
      if (!wish.success) return;
      const { by, message } = wish.data;
      await tell({ user: by.user, channel: message?.channel ?? null }, gaveUp(program));
    },
  });
}

function transportOf(parts: SlackParts, from: Parameters<typeof socketTransport>[2]): Transport {
  const { transport } = parts;
  return transport.type === 'socket' ? socketTransport(parts, transport, from) : httpTransport(parts, transport, from);
}
