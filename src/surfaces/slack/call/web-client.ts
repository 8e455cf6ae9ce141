/** The one way to Slack's Web API. What Slack refuses is a value; only a fault of ours is thrown. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { redactArguments } from './redact-arguments.ts';
import { silentLogger } from './silent-logger.ts';

/** Slack answers within one second; the person in front of the button waits no longer than this. */
const timeoutMs = 8_000;

export type Answer = { ok: true; answer: Record<string, unknown> } | Refusal;

/**
 * `error`: Slack's own code (`channel_not_found`), or `ratelimited`, `unreachable`, `http_503`.
 * `transient`: the same call may succeed later; `retryAfterMs` says when, where Slack said so.
 */
export type Refusal = { ok: false; error: string; retryAfterMs: number | null; transient: boolean };

export type Call = (method: string, args?: Record<string, unknown>) => Promise<Answer>;

/** How every client of Slack's is made here: bounded, silent, never followed elsewhere, and what is tried again is tried by us. */
export function clientOptions(apiUrl: string | null): WebClientOptions {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silentLogger(),
  };
}

/** `redact` stands at this exit as at every other: no text leaves without it. */
export function createCall(parts: { botToken: string; apiUrl: string | null; redact(text: string): string }): Call {
  const client = new WebClient(parts.botToken, clientOptions(parts.apiUrl));
  return async (method, args = {}) => {
    try {
      return { ok: true, answer: { ...(await client.apiCall(method, redactArguments(args, parts.redact))) } };
    } catch (error) {
      return refusalOf(error);
    }
  };
}

/** Codes by which Slack says that it is its own trouble. */
const slackTrouble = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'ratelimited',
  'rate_limited',
]);

/** Throws what is no answer of Slack's. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    // A proxy's error page is no code: its text stands where the code should.
    return isCode(code) ? refused(code, slackTrouble.has(code)) : refused('unreadable_answer', true);
  }
  if (error instanceof WebAPIRateLimitedError) return refused('ratelimited', true, error.retryAfter * 1_000);
  if (error instanceof WebAPIHTTPError) return refused(`http_${error.statusCode}`, error.statusCode >= 500);
  if (error instanceof WebAPIRequestError) return refused('unreachable', true);
  // A 429 without a time is a plain error there.
  if (error instanceof Error && error.message.startsWith('Retry header')) return refused('ratelimited', true);
  throw error;
}

const isCode = (text: unknown): text is string => typeof text === 'string' && /^[A-Za-z0-9_.:-]{1,80}$/.test(text);

const refused = (error: string, transient: boolean, retryAfterMs: number | null = null): Refusal => ({
  ok: false,
  error,
  retryAfterMs,
  transient,
});
