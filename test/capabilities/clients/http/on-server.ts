/** Servers on 127.0.0.1 that answer whatever a test wants, and calls to them. */
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { afterEach, expect } from 'vitest';
import { askOnce } from '../../../../src/capabilities/clients/http/ask-once.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/capabilities/clients/http/exchange.ts';
import type { Resolve } from '../../../../src/capabilities/clients/http/open-socket.ts';
import type { HttpTarget } from '../../../../src/capabilities/clients/http/target.ts';
import { ProviderError } from '../../../../src/capabilities/clients/provider-error.ts';
import type { Certificate } from './certificates.ts';

/** `connections` counts what was ever accepted, `open` what is still there. */
export type Listening = { port: number; connections: number; open: Set<Socket> };

const servers: { server: Server; listening: Listening }[] = [];

export async function listen(server: Server): Promise<Listening> {
  const listening: Listening = { port: 0, connections: 0, open: new Set() };
  server.on('connection', (socket: Socket) => {
    listening.connections += 1;
    listening.open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => listening.open.delete(socket));
  });
  servers.push({ server, listening });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  listening.port = (server.address() as AddressInfo).port;
  return listening;
}

export const answering = (answer: RequestListener) => listen(createHttp(answer));

export const answeringSecurely = (certificate: Certificate, answer: RequestListener) =>
  listen(createHttps({ key: certificate.key, cert: certificate.cert }, answer));

/** Takes connections; `heard` is called with the first of what it hears on each. */
export const hearing = (heard: (socket: Socket) => void) =>
  listen(createTcp((socket) => socket.once('data', () => heard(socket))));

/** Sends `bytes` to whoever asks, and closes. */
export const saying = (bytes: string | Uint8Array) => hearing((socket) => socket.end(bytes));

afterEach(() => {
  for (const { server, listening } of servers.splice(0)) {
    for (const socket of listening.open) socket.destroy();
    server.close();
  }
});

export function targetOn(port: number, more: Partial<HttpTarget> = {}): HttpTarget {
  const plain = { url: `http://127.0.0.1:${port}`, hosts: [], addresses: ['127.0.0.1'], tls: 'off' as const };
  return { name: 'gitlab', ...plain, timeoutMs: 5_000, ...more };
}

export function request(more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    host: null,
    path: '/tokens/self',
    query: [],
    headers: [],
    body: null,
    shown: 'GET /tokens/self',
    ...more,
  };
}

export function ask(target: HttpTarget, more: Partial<HttpRequest> = {}, resolve?: Resolve): Promise<HttpAnswer> {
  return askOnce(target, request(more), new AbortController().signal, resolve);
}

/** The ProviderError that `asking` ends with; anything else fails the test. */
export async function failureOf(asking: Promise<unknown>): Promise<ProviderError> {
  const error = await asking.then(
    (answer) => expect.unreachable(`answered ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
}
