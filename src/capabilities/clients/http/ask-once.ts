/** One bounded HTTP call: one connection, one request, one answer. */
import type { Socket } from 'node:net';
import { Client } from 'undici';
import { answerOf, type Body, type Headers } from './answer.ts';
import { type Destination, destinationOf } from './destination.ts';
import type { HttpAnswer, HttpRequest } from './exchange.ts';
import { GivenUp, httpFailure, type Progress, type Verdict, verdictOf } from './failure.ts';
import { headersOf } from './headers.ts';
import { httpLimits } from './limits.ts';
import { AddressRefused, AuthorityUnreadable, openSocket, type Resolve, systemResolve } from './open-socket.ts';
import type { HttpTarget } from './target.ts';

type Received = { status: number; headers: Headers; body: Body };

/** Everything that may happen to a call, so that one signal ends all of it. */
async function bounded<T>(timeoutMs: number, signal: AbortSignal, work: (bound: AbortSignal) => Promise<T>): Promise<T> {
  const bound = new AbortController();
  const timer = setTimeout(() => bound.abort(new GivenUp('timeout')), timeoutMs);
  const stop = () => bound.abort(new GivenUp('aborted'));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const over = new Promise<never>((_, reject) => {
    bound.signal.addEventListener('abort', () => reject(bound.signal.reason), { once: true });
  });
  try {
    bound.signal.throwIfAborted();
    // What cannot be stopped (the system looking up a name) is not waited for either.
    return await Promise.race([work(bound.signal), over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    const room = httpLimits.bodyBytes - length;
    if (chunk.length > room) return { bytes: Buffer.concat([...chunks, chunk.subarray(0, room)]), cut: true };
    chunks.push(chunk);
    length += chunk.length;
  }
  return { bytes: Buffer.concat(chunks), cut: false };
}

/** Sends the request over `socket`, which is used for nothing else and destroyed at the end. */
async function exchange(
  socket: Socket,
  place: Destination,
  request: HttpRequest,
  headers: string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Received> {
  // A connection that breaks is not opened again behind our back: the second request could be a second effect.
  const once = [socket];
  const client = new Client(place.origin, {
    connect: (_options, done) => {
      const only = once.pop();
      // Later, as a connection that takes its time would: undici does not expect an answer within its own question.
      if (only !== undefined) setImmediate(done, null, only);
      else setImmediate(done, Object.assign(new Error('Used up'), { code: 'ECONNRESET' }), null);
    },
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: httpLimits.headerBytes,
    // The call as a whole is timed, by its signal.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    progress.sent = true;
    const { method, body } = request;
    const answer = await client.request({ method, path: place.path, headers, body: body?.text ?? null, reset: true, signal });
    progress.status = answer.statusCode;
    return { status: answer.statusCode, headers: answer.headers, body: await readBounded(answer.body) };
  } finally {
    socket.destroy();
    await client.destroy();
  }
}

function refusal(error: unknown): Verdict | null {
  if (error instanceof AddressRefused) {
    return {
      class: 'fatal',
      what: `its host is at ${error.address}, which is not a public address and is not listed for it`,
      next: 'Nothing was sent. If the service is there, add that address to `addresses:` of this target in staunch.yml.',
    };
  }
  if (error instanceof AuthorityUnreadable) {
    return {
      class: 'fatal',
      what: 'the file of `tls.ca` cannot be read',
      next: 'Nothing was sent. Check its path and rights.',
    };
  }
  return null;
}

/**
 * Asks `target` once and answers whatever it answered, redirects included (they are not followed). Nothing is kept between calls: no
 * connection, no cookie, no TLS session. Proxies of the environment (HTTPS_PROXY) are not used: a proxy would connect to addresses
 * that were never judged, so a network that needs one must open a way to the listed hosts instead.
 *
 * Throws ProviderError, which names `request.shown` and the host and holds nothing else of the request or of the answer:
 * `fatal` nothing was sent, and trying again would not help (configuration, address, certificate); `retryable` nothing was sent,
 * or it was a GET; `in-doubt` it may have happened.
 */
export async function askOnce(
  target: HttpTarget,
  request: HttpRequest,
  signal: AbortSignal,
  resolve: Resolve = systemResolve,
): Promise<HttpAnswer> {
  const place = destinationOf(target, request);
  const headers = 'fault' in place ? place : headersOf(request);
  if ('fault' in place || 'fault' in headers) {
    const { fault, next } = 'fault' in place ? place : (headers as { fault: string; next: string });
    throw httpFailure(target, 'fault' in place ? null : place.host, request, { class: 'fatal', what: fault, next });
  }
  const progress: Progress = { sent: false, status: null };
  try {
    const {
      status,
      headers: received,
      body,
    } = await bounded(target.timeoutMs, signal, async (bound) => {
      const socket = await openSocket(target, place, resolve, bound);
      return exchange(socket, place, request, headers, progress, bound);
    });
    return answerOf(status, received, body, place.origin, Date.now());
  } catch (error) {
    throw httpFailure(
      target,
      place.host,
      request,
      refusal(error) ?? verdictOf(error, request.method, progress, target.timeoutMs),
    );
  }
}
