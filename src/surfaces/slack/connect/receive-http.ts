/** Slack's calls by HTTP: our own check first, then Bolt's receiver, which checks again. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { type App, HTTPReceiver, type ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../../../platform/clock.ts';
import type { Log } from '../../../platform/log/log.ts';
import { silentLogger } from '../call/silent-logger.ts';
import { createSignatureCheck, type Verdict } from './signed-request.ts';

export const eventsPath = '/slack/events';
/** Slack's largest is a view submission of some 250 KB. */
const mostBytes = 1_048_576;
const slowestBodyMs = 3_000;

export type HttpParts = {
  signingSecret: string;
  clock: Clock;
  log: Pick<Log, 'warn'>;
  /** Never throws. */
  take(event: ReceiverEvent): Promise<void>;
  /** Counts what was turned away. */
  turnedAway(): void;
};

/** Answers `POST /slack/events`; all else is 404. Never throws. */
export function slackListener(parts: HttpParts): RequestListener {
  const receiver = new HTTPReceiver({
    signingSecret: parts.signingSecret,
    endpoints: eventsPath,
    bodyLimit: mostBytes,
    logger: silentLogger(),
  });
  // All that Bolt's receiver asks of an app.
  receiver.init({ processEvent: parts.take } as App);
  const signatures = createSignatureCheck(parts.signingSecret);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url?.split('?')[0] !== eventsPath) return end(response, 404);
    const body = await readBody(request);
    if (body === 'too large') return end(response, 413);
    if (isSslCheck(request, body)) return end(response, 200);
    const verdict = signatures.check(
      {
        timestamp: one(request.headers['x-slack-request-timestamp']),
        signature: one(request.headers['x-slack-signature']),
        body,
      },
      parts.clock.now(),
    );
    if (verdict !== 'genuine') {
      parts.turnedAway();
      parts.log.warn({ why: words[verdict] }, 'a request to Slack’s address was turned away');
      return end(response, verdict === 'busy' ? 503 : 401);
    }
    if (!holdsObject(request, body)) return end(response, 400);
    // Bolt reads no body that stands here already.
    receiver.requestListener(Object.assign(request, { rawBody: body }), response);
  }

  return (request, response) => {
    answer(request, response).catch((error: Error) => {
      parts.log.warn({ error }, 'a request to Slack’s address broke off');
      if (!response.headersSent) end(response, 400);
    });
  };
}

const words: Record<Exclude<Verdict, 'genuine'>, string> = {
  unsigned: 'it is not signed',
  forged: 'its signature is not Slack’s',
  old: 'it is older than five minutes',
  future: 'it is of more than a minute from now',
  replayed: 'it came before',
  busy: 'more came than can be told apart',
};

/** Listens for Slack alone. Throws what the system says where the port cannot be had. */
export async function listenForSlack(
  listener: RequestListener,
  at: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer({ requestTimeout: slowestBodyMs, headersTimeout: slowestBodyMs }, listener);
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(at.port, at.host, ready);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : at.port,
    close: () =>
      new Promise((closed) => {
        const limit = setTimeout(() => server.closeAllConnections(), slowestBodyMs);
        server.close(() => {
          clearTimeout(limit);
          closed();
        });
        server.closeIdleConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const isForm = (request: IncomingMessage) =>
  request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;

/** Slack looks now and then whether the certificate is in order, unsigned and with nothing else in it. */
const isSslCheck = (request: IncomingMessage, body: Buffer) =>
  isForm(request) && body.length < 1_000 && parse(body.toString()).ssl_check === '1';

/** Bolt stumbles over JSON that is no object. */
function holdsObject(request: IncomingMessage, body: Buffer): boolean {
  try {
    const text = body.toString();
    const form = isForm(request) ? parse(text) : null;
    if (form !== null && typeof form.payload !== 'string') return true;
    const value: unknown = JSON.parse(form === null ? text : String(form.payload));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? undefined : header);

function end(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}
