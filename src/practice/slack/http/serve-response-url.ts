import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ResponseUrls } from '../delivery/response-urls.ts';
import { bodyOf } from './body-of.ts';

/** Bytes of an answer: 50 blocks at their limits are less. */
const mostAnswerBytes = 1024 * 1024;

/** `POST` to an address that a payload held: `ok`, or JSON with the error. */
export async function serveResponseUrl(urls: ResponseUrls, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request, mostAnswerBytes);
  const answer = body === null ? tooLarge : urls.answer(request.url ?? '', parsed(request.headers['content-type'] ?? '', body));
  if (answer.ok) response.writeHead(200, { 'content-type': 'text/html' }).end('ok');
  else
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ok: false, error: answer.error }));
}

const tooLarge = { ok: false, status: 413, error: 'request_too_large' } as const;

/** JSON as a body, or in the field `payload` of a form; null: neither. */
function parsed(type: string, body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(
      type.startsWith('application/x-www-form-urlencoded') ? (new URLSearchParams(text).get('payload') ?? '') : text,
    );
  } catch {
    return null;
  }
}
