/**
 * Socket Mode: the app holds up to ten WebSockets open, and each envelope goes to one of them.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import type { AppLink, Envelope } from './app-link.ts';
import { createAwaitedAcks } from './awaited-acks.ts';
import { createListeners } from './listeners.ts';
import { createTickets } from './tickets.ts';
import type { Timer } from './timer.ts';

/** Slack's limit for one app. */
export const mostConnections = 10;
/** Bytes of one message of the app: an answer may hold a whole view. */
const mostAckBytes = 1024 * 1024;
/** Clients take 30 s without a ping as a lost connection. */
const pingEveryMs = 10_000;
/** What a connection is told to live for, in seconds: Slack renews each after some hours. */
const lifeSeconds = 18_060;
/** Between the warning and the end of a connection that is renewed. */
export const warningMs = 10_000;
const host = 'applink-practice';
const linkPath = '/link/';

export type SocketMode = AppLink & {
  /** A fresh address with a ticket for one connection. */
  openConnection(): string;
  /** An upgrade request to the server; answers false, and touches nothing, when it is for another path. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  connections(): number;
  /** Slack's routine: `warning`, 10 s later `refresh_requested` and the end; the end at once when `atOnce`. */
  refresh(which: 'oldest' | 'all', atOnce: boolean): void;
  /** Without a word, as when the network fails. */
  dropAll(): void;
  /** Takes leave of every connection, and cuts those that do not answer. */
  stop(): Promise<void>;
};

export function createSocketMode(parts: { appId: string; origin(): string; timer: Timer }): SocketMode {
  const { appId, timer } = parts;
  const tickets = createTickets();
  const acks = createAwaitedAcks(timer);
  const listeners = createListeners();
  const open = openSockets(timer, listeners.call);
  const server = new WebSocketServer({ noServer: true, maxPayload: mostAckBytes });
  let turn = 0;

  const greet = (socket: WebSocket) => {
    socket.on('error', () => socket.terminate());
    if (open.all().length >= mostConnections) return sayGoodbye(socket, 'too_many_websockets');
    socket.on('message', (data) => acks.heard(socket, String(data)));
    open.add(socket);
    send(socket, hello(appId, open.all().length));
  };

  return {
    connected: () => open.all().length > 0,
    onConnected: listeners.add,
    async deliver(envelope) {
      const live = open.all().filter((socket) => socket.readyState === socket.OPEN);
      const socket = live[turn++ % Math.max(live.length, 1)];
      if (socket === undefined) return { how: 'nobody' };
      const id = randomUUID();
      const acknowledged = acks.of(id, socket);
      send(socket, framed(id, envelope));
      return acknowledged;
    },
    openConnection: () => `${parts.origin().replace(/^http/, 'ws')}${linkPath}?ticket=${tickets.issue()}&app_id=${appId}`,
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://practice');
      if (url.pathname !== linkPath) return false;
      if (tickets.take(url.searchParams.get('ticket'))) server.handleUpgrade(request, socket, head, greet);
      else socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return true;
    },
    connections: () => open.all().length,
    refresh(which, atOnce) {
      for (const socket of which === 'all' ? open.all() : open.all().slice(0, 1)) renew(socket, atOnce, timer);
    },
    dropAll() {
      for (const socket of open.all()) socket.terminate();
    },
    async stop() {
      acks.giveUp();
      server.close();
      await leave(open.all());
    },
  };
}

/** The open connections, oldest first, pinged as long as there are any. */
function openSockets(timer: Timer, changed: () => void): { all(): WebSocket[]; add(socket: WebSocket): void } {
  const sockets = new Set<WebSocket>();
  let cancelPing = () => {};
  const pingLater = () => {
    cancelPing = timer(pingEveryMs, () => {
      for (const socket of sockets) socket.ping(`Ping from ${host}`);
      pingLater();
    });
  };
  return {
    all: () => [...sockets],
    add(socket) {
      sockets.add(socket);
      if (sockets.size === 1) pingLater();
      socket.on('close', () => {
        sockets.delete(socket);
        if (sockets.size === 0) cancelPing();
        changed();
      });
      changed();
    },
  };
}

/** A client that is cut while it takes leave itself keeps its process for half a minute: it gets this long to end in order. */
const leaveMs = 300;

async function leave(sockets: readonly WebSocket[]): Promise<void> {
  const closed = sockets.map((socket) => once(socket, 'close'));
  for (const socket of sockets) socket.close(1_001);
  const late = new AbortController();
  await Promise.race([Promise.all(closed), delay(leaveMs, null, { signal: late.signal }).catch(() => null)]);
  late.abort();
  for (const socket of sockets) socket.terminate();
}

function renew(socket: WebSocket, atOnce: boolean, timer: Timer): void {
  if (!atOnce) send(socket, { type: 'disconnect', reason: 'warning', debug_info: { host } });
  const end = () => sayGoodbye(socket, 'refresh_requested');
  if (atOnce) end();
  else timer(warningMs, end);
}

function sayGoodbye(socket: WebSocket, reason: string): void {
  send(socket, { type: 'disconnect', reason, debug_info: { host } });
  socket.close(1_000);
}

const hello = (appId: string, connections: number) => ({
  type: 'hello',
  num_connections: connections,
  debug_info: { host, build_number: 1, approximate_connection_time: lifeSeconds },
  connection_info: { app_id: appId },
});

function framed(id: string, { type, payload, acceptsResponse, retry }: Envelope): object {
  const again = type === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {};
  return { envelope_id: id, type, payload, accepts_response_payload: acceptsResponse, ...again };
}

function send(socket: WebSocket, message: object): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}
