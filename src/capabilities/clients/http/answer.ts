/** What came back becomes an HttpAnswer. Pure. */
import type { HttpAnswer } from './exchange.ts';
import { retryAfterMs } from './retry-after.ts';
import { strictJson } from './strict-json.ts';

export type Headers = Record<string, string | string[] | undefined>;

/** At most `httpLimits.bodyBytes` of a body, and whether there was more. */
export type Body = { bytes: Uint8Array; cut: boolean };

/** One field's value; when it was sent more than once, the first. */
function field(headers: Headers, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

const jsonType = /^(?:application|text)\/(?:[a-z0-9!#$&\-^_.]+\+)?json$/;

function contentOf(contentType: string | null, encoding: string | null, body: Body): Pick<HttpAnswer, 'json' | 'unread'> {
  const unread = (why: NonNullable<HttpAnswer['unread']>) => ({ json: undefined, unread: why });
  if (body.bytes.length === 0) return { json: undefined, unread: null };
  if (encoding !== null && encoding.trim().toLowerCase() !== 'identity') return unread('encoded');
  // Without a type the text itself has to convince.
  if (contentType !== null && !jsonType.test(contentType)) return unread('not-json');
  if (body.cut) return unread('too-long');
  const read = strictJson(body.bytes);
  return 'json' in read ? { json: read.json, unread: null } : unread(read.unread);
}

const redirects = new Set([300, 301, 302, 303, 305, 307, 308]);

function elsewhereOf(status: number, location: string | null, origin: string): string | null {
  if (!redirects.has(status)) return null;
  if (location === null || !URL.canParse(location, origin)) return 'nowhere that can be read';
  return new URL(location, origin).host;
}

/** `origin`: where it was asked; `nowMs`: only for a Retry-After date in an answer that has no date itself. */
export function answerOf(status: number, headers: Headers, body: Body, origin: string, nowMs: number): HttpAnswer {
  const contentType = field(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase() || null;
  return {
    status,
    contentType,
    ...contentOf(contentType, field(headers, 'content-encoding'), body),
    empty: body.bytes.length === 0,
    retryAfterMs: retryAfterMs(field(headers, 'retry-after'), field(headers, 'date'), nowMs),
    link: field(headers, 'link'),
    elsewhere: elsewhereOf(status, field(headers, 'location'), origin),
  };
}
