/** The bot's own listener: the hand-in page, and what says whether it is well. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../platform/clock.ts';
import type { ListenConfig } from '../../platform/config/listen.ts';
import { answerHandIn, type HandInParts, takenAnswer } from './hand-in/answer-hand-in.ts';
import { type Answer, send, textAnswer } from './http/answer.ts';
import { hostsOf, originOf, whyNotPrivate } from './http/listen-origin.ts';
import { minuteCount } from './http/minute-count.ts';
import { routeOf } from './route.ts';
import { watchEventLoop } from './state/event-loop.ts';
import { aliveAnswer, type HealthParts, readiness } from './state/health.ts';
import { type MetricsParts, metrics } from './state/metrics.ts';

export type WebParts = Pick<HandInParts, 'links' | 'reader' | 'practice' | 'program' | 'log'> & {
  listen: ListenConfig;
  health: HealthParts;
  metrics: Omit<MetricsParts, 'loop'>;
  /** What answers `POST /slack/events` now: links are made before Slack is connected. Null: nothing is there. */
  slack(): RequestListener | null;
  clock: Clock;
  /** Absent: as `usualLimits`. */
  limits?: WebLimits;
};

/** `requestMs`: for a whole request to arrive. `databaseMs`: for health and metrics. `drainMs`: for what is being answered at a stop. */
export type WebLimits = { headersMs: number; requestMs: number; lookMs: number; databaseMs: number; drainMs: number };

/** A phone in a lift sends 16 KiB within ten seconds. A database that is slower than a second helps nobody in fifteen minutes. */
export const usualLimits: WebLimits = { headersMs: 5_000, requestMs: 10_000, lookMs: 1_000, databaseMs: 1_000, drainMs: 5_000 };
const idleMs = 5_000;
const mostConnections = 256;
/** A cookie of the proxy's domain may be long; ours has none. */
const mostHeaderBytes = 16_384;
const mostHeaders = 100;
/** Guessing 256 bits is hopeless anyway: this keeps it from being noise. */
const mostUnknownAMinute = 20;

/** The listener cannot be had, or nothing secret may be sent to it. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export type Web = {
  /** How people reach it, without a slash at its end: links begin with it. */
  origin: string;
  /** Where it listens itself. */
  port: number;
  /** Takes no more connections, lets what is being answered end for `drainMs`, then ends it. */
  stop(): Promise<void>;
};

/** Throws ListenError. */
export async function serveWeb(parts: WebParts): Promise<Web> {
  const limits = parts.limits ?? usualLimits;
  const server = createServer({
    maxHeaderSize: mostHeaderBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.lookMs,
    keepAliveTimeout: idleMs,
  });
  server.maxConnections = mostConnections;
  server.maxHeadersCount = mostHeaders;
  const port = await listening(server, parts.listen);
  const origin = originOf(parts.listen, port);
  const trouble = whyNotPrivate(origin);
  if (trouble !== null) {
    server.close();
    throw new ListenError(trouble);
  }
  const loop = watchEventLoop();
  server.on('request', listener(parts, hostsOf(origin), loop.read));
  return {
    origin,
    port,
    async stop() {
      loop.stop();
      await drained(server, limits.drainMs);
    },
  };
}

function listening(server: Server, { host, port }: ListenConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program has that port' : error.message;
      const fix = 'Name another `host` or `port` under `listen:` in staunch.yml, or end the other program.';
      reject(new ListenError(`Staunch cannot listen on ${host}:${port}: ${why}. ${fix}`, { cause: error }));
    });
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

function listener(parts: WebParts, hosts: ReadonlySet<string>, loop: MetricsParts['loop']): RequestListener {
  const handIn = { ...parts, hosts, unknown: minuteCount(parts.clock, mostUnknownAMinute) };
  const { databaseMs } = parts.limits ?? usualLimits;
  const ready = readiness(parts.health, databaseMs);
  const measured = metrics({ ...parts.metrics, loop }, databaseMs);

  async function answer(request: IncomingMessage): Promise<Answer> {
    const route = routeOf(request.method ?? '', request.url ?? '');
    switch (route.to) {
      case 'hand-in':
        return answerHandIn(handIn, request, route.token);
      case 'taken':
        return takenAnswer(parts.practice);
      case 'alive':
        return aliveAnswer();
      case 'ready':
        return ready();
      case 'metrics':
        return measured();
      case 'other-method':
        return { ...textAnswer(405, 'This page does not take that method.\n'), headers: { Allow: route.allowed } };
      case 'slack':
      case 'nowhere':
        return textAnswer(404, 'There is nothing here.\n');
    }
  }

  return (request, response) => {
    const isSlack = routeOf(request.method ?? '', request.url ?? '').to === 'slack';
    const slack = isSlack ? parts.slack() : null;
    if (slack !== null) return slack(request, response);
    answer(request)
      .catch((error: Error) => {
        parts.log.warn({ error: error.name }, 'an answer of the listener broke off');
        return textAnswer(500, 'Something broke here. Try again in a moment.\n');
      })
      .then((given) => goOut(request, response, given))
      .catch(() => response.destroy());
  };
}

/** What was not read to its end is not waited for: the connection ends with the answer. */
function goOut(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (!request.complete && request.method === 'POST') response.setHeader('Connection', 'close');
  send(response, answer, request.method === 'HEAD');
}

function drained(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const ending = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(ending);
      resolve();
    });
    server.closeIdleConnections();
  });
}
