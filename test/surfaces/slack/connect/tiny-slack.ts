/** As little of Slack as a connection needs, and as nasty as a test wants it: tokens, `apps.connections.open`, sockets, no strictness. */

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';
import { type WebSocket, WebSocketServer } from 'ws';

export type Called = { method: string; args: Record<string, unknown> };
export type Acked = { envelope_id: string; payload: Record<string, unknown> };

export type TinySlack = {
  apiUrl: string;
  calls: Called[];
  /** What a method answers instead of the usual; `status` for what is no answer of Slack's. */
  answers: Map<string, (args: Record<string, unknown>) => object | { status: number; headers?: Record<string, string> }>;
  sockets(): WebSocket[];
  /** Sends one envelope by a socket, answers its acknowledgement. */
  send(type: string, payload: unknown, by?: WebSocket): Promise<Acked>;
  /** Sends it and does not wait. */
  post(type: string, payload: unknown, by?: WebSocket): string;
  acks: Acked[];
  /** Resolves when so many sockets are open. */
  opened(count: number): Promise<void>;
  /** Whether a new socket is greeted. */
  greets: boolean;
  close(): Promise<void>;
};

export async function startTinySlack(): Promise<TinySlack> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/link' });
  const calls: Called[] = [];
  const acks: Acked[] = [];
  const answers: TinySlack['answers'] = new Map();
  const waitingAcks = new Map<string, (acked: Acked) => void>();
  const changed = new Set<() => void>();
  let envelopes = 0;
  const tiny = { greets: true };

  server.on('request', async (request, response) => {
    const method = String(request.url).replace('/api/', '');
    const args = await formOf(request);
    calls.push({ method, args });
    for (const told of changed) told();
    const answer = answers.get(method)?.(args) ?? usual(method);
    if ('status' in answer) {
      const { status, headers } = answer as { status: number; headers?: Record<string, string> };
      return void response.writeHead(status, headers ?? {}).end('no answer of Slack');
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  sockets.on('connection', (socket) => {
    if (tiny.greets) socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    socket.on('message', (data) => {
      const acked = JSON.parse(String(data)) as Acked;
      acks.push(acked);
      waitingAcks.get(acked.envelope_id)?.(acked);
    });
    for (const told of changed) told();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  function usual(method: string): object {
    if (method === 'auth.test') return { ok: true, team_id: 'T0PRACTICE', user_id: 'U0BOT', bot_id: 'B0BOT', url: 'http://x/' };
    if (method === 'apps.connections.open') return { ok: true, url: `ws://127.0.0.1:${port}/link` };
    return { ok: true, ts: '1.1', channel: 'C0WAR' };
  }

  const open = () => [...sockets.clients].filter((socket) => socket.readyState === socket.OPEN);
  const post: TinySlack['post'] = (type, payload, by) => {
    envelopes += 1;
    const envelope_id = `envelope-${envelopes}`;
    (by ?? open()[0])?.send(JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true }));
    return envelope_id;
  };
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls,
    answers,
    acks,
    sockets: open,
    post,
    send(type, payload, by) {
      const { promise, resolve } = Promise.withResolvers<Acked>();
      waitingAcks.set(post(type, payload, by), resolve);
      return promise;
    },
    async opened(count) {
      while (open().length < count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        changed.add(resolve);
        await promise;
      }
    },
    get greets() {
      return tiny.greets;
    },
    set greets(greets) {
      tiny.greets = greets;
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function formOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return { ...parse(text) };
}
