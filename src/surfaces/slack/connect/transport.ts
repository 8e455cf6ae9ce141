/** How Slack is heard: over connections that the bot opens, or by calls to an address of the bot's. */
import type { RequestListener } from 'node:http';
import type { ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../../platform/clock.ts';
import type { Log } from '../../../platform/log/log.ts';
import { type KeptSocket, keepSocket } from './keep-socket.ts';
import { listenForSlack, slackListener } from './receive-http.ts';
import { portTrouble } from './trouble-words.ts';

export type TransportKind =
  | { type: 'socket'; appToken: string; connections: number }
  /** `at` null: the bot's own listener passes `/slack/events` on to `requestListener`. */
  | { type: 'http'; signingSecret: string; at: { host: string; port: number } | null };

export type Transport = {
  requestListener: RequestListener | null;
  port(): number | null;
  state(): { connections: { open: number; wanted: number }; since: Date | null };
  trouble(): string | null;
  /** Resolves after the first attempt. */
  tried: Promise<unknown>;
  stop(): void;
  close(): Promise<void>;
};

type Parts = { apiUrl: string | null; clock: Clock; log: Pick<Log, 'info' | 'warn' | 'error'>; program: string };

type From = {
  take(event: ReceiverEvent, acked?: () => void): Promise<void>;
  /** Nobody listens before Slack said who the bot is. */
  signedIn: Promise<unknown>;
  turnedAway(): void;
};

export function socketTransport(parts: Parts, kind: TransportKind & { type: 'socket' }, from: From): Transport {
  let sockets: KeptSocket[] = [];
  let stopped = false;
  const begun = from.signedIn.then(
    () => {
      if (stopped) return;
      const needs = { ...parts, appToken: kind.appToken, random: Math.random, take: from.take };
      sockets = Array.from({ length: kind.connections }, () => keepSocket(needs));
    },
    () => undefined,
  );
  const since = () => sockets.flatMap((socket) => socket.openSince() ?? []).toSorted((a, b) => a.getTime() - b.getTime());
  return {
    requestListener: null,
    port: () => null,
    state: () => ({ connections: { open: since().length, wanted: kind.connections }, since: since()[0] ?? null }),
    trouble: () => sockets.find((socket) => socket.trouble() !== null)?.trouble() ?? null,
    tried: begun.then(() => Promise.all(sockets.map(({ tried }) => tried))),
    stop() {
      stopped = true;
      for (const socket of sockets) socket.stop();
    },
    async close() {
      await Promise.all(sockets.map((socket) => socket.close()));
    },
  };
}

export function httpTransport(parts: Parts, kind: TransportKind & { type: 'http' }, from: From): Transport {
  const { clock, log } = parts;
  const { at } = kind;
  const slack = slackListener({
    signingSecret: kind.signingSecret,
    clock,
    log,
    take: from.take,
    turnedAway: from.turnedAway,
  });
  let since: Date | null = null;
  let trouble: string | null = null;
  const listener: RequestListener = (request, response) => {
    if (since !== null) return slack(request, response);
    response.writeHead(503).end();
  };
  let server: { port: number; close(): Promise<void> } | null = null;

  async function begin(): Promise<void> {
    try {
      await from.signedIn;
    } catch {
      // Stopped before.
      return;
    }
    try {
      since = clock.now();
      if (at !== null) server = await listenForSlack(listener, at);
    } catch (error) {
      since = null;
      trouble = portTrouble(`${at?.host}:${at?.port}`, String((error as NodeJS.ErrnoException).code), parts.program);
      log.error({}, trouble);
    }
  }

  const begun = begin();
  return {
    requestListener: at === null ? listener : null,
    port: () => server?.port ?? null,
    state: () => ({ connections: { open: since === null ? 0 : 1, wanted: 1 }, since }),
    trouble: () => trouble,
    tried: begun,
    stop: () => undefined,
    async close() {
      since = null;
      await server?.close();
    },
  };
}
