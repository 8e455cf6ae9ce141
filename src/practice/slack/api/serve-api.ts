/** The Web API over HTTP: `/api/METHOD`, GET or POST, answered as Slack answers it. https://docs.slack.dev/apis/web-api */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '../workspace/model.ts';
import { type Answered, answerCall } from './answer-call.ts';
import type { ApiParts, Strictness } from './method.ts';
import { createRateLimit } from './rate-limit.ts';
import { type ReadCall, readCall } from './read-call.ts';

/** A failure of Slack itself, as tests and drills order it. */
export type Outage = { status: number; retryAfterSeconds?: number };

export type ServeApiParts = ApiParts & {
  strict: Strictness;
  /** Called before a call is looked at; an outage is answered in place of everything else. */
  outage?(method: string, args: JsonObject): Outage | null;
  /** Told of what broke inside; the caller of the API gets `internal_error`. */
  broke?(error: unknown): void;
};

type Reply = { status: number; headers?: Record<string, string>; body: JsonObject };

/** Answers any request whose path begins with `/api/`. Never rejects. */
export function serveApi(parts: ServeApiParts): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const answering = { ...parts, rateLimit: createRateLimit(parts.workspace.clock) };
  return async (request, response) => {
    try {
      const call = await readCall(request);
      send(response, 'fault' in call ? refused(call.fault) : reply(parts, call, () => answerCall(answering, call)));
    } catch (error) {
      parts.broke?.(error);
      if (!response.headersSent) send(response, { status: 500, body: { ok: false, error: 'internal_error' } });
    }
  };
}

function refused(fault: Extract<ReadCall, { fault: string }>['fault']): Reply {
  if (fault === 'too-large') {
    return { status: 413, headers: { connection: 'close' }, body: { ok: false, error: 'request_too_large' } };
  }
  return { status: 200, body: { ok: false, error: fault } };
}

function reply(parts: ServeApiParts, call: Extract<ReadCall, { method: string }>, answer: () => Answered): Reply {
  const outage = parts.outage?.(call.method, call.args) ?? null;
  if (outage) return brokenDown(outage);
  const { answer: given, retryAfter, accepted } = answer();
  const headers = accepted === null ? {} : scopeHeaders(parts.scopes, accepted);
  if (retryAfter !== undefined) {
    return {
      status: 429,
      headers: { ...headers, 'retry-after': String(retryAfter) },
      body: { ok: false, error: 'ratelimited' },
    };
  }
  const body: JsonObject = 'ok' in given ? { ok: true, ...given.ok } : { ok: false, error: given.error, ...given.more };
  return { status: 200, headers, body: call.warning === null ? body : { ...body, warning: call.warning } };
}

function brokenDown({ status, retryAfterSeconds }: Outage): Reply {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const error = status === 429 ? 'ratelimited' : 'service_unavailable';
  return { status, headers, body: { ok: false, error } };
}

const scopeHeaders = (held: readonly string[], accepted: readonly string[]): Record<string, string> => ({
  'x-oauth-scopes': held.join(','),
  ...(accepted.length > 0 ? { 'x-accepted-oauth-scopes': accepted.join(',') } : undefined),
});

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    ...headers,
  });
  response.end(bytes);
}
