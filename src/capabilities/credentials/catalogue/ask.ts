/** One question to a service: within its hourly budget, with what the call may use. */
import type { HttpAnswer, HttpRequest } from '../../clients/http/exchange.ts';
import type { HttpTarget } from '../../clients/http/target.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import type { Call } from '../kind.ts';
import { buildRequest } from './build-request.ts';
import { type Known, sourcesIn } from './leaf-value.ts';
import type { ServiceRequest } from './request-shape.ts';
import type { ServiceTarget } from './target.ts';

export type AskOnce = (target: HttpTarget, request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;
type Spending = Pick<Call, 'signal' | 'now' | 'spend'>;

export async function ask(
  once: AskOnce,
  target: ServiceTarget,
  request: ServiceRequest,
  known: Known,
  call: Spending,
): Promise<HttpAnswer> {
  const built = await buildRequest(request, { known, identities: target.identities, signal: call.signal });
  return send(once, target, built, call);
}

/** Sends what is already built. Throws ProviderError when the budget of the hour is used up. */
export async function send(once: AskOnce, target: ServiceTarget, built: HttpRequest, call: Spending): Promise<HttpAnswer> {
  const until = await call.spend(target.name, target.perHour);
  if (until !== null) {
    const what = `The ${target.perHour} calls an hour that ${target.name} takes from us are used up`;
    const next = `There is room again at ${until.toISOString()}; \`per-hour:\` of that target in staunch.yml raises it, where its owner agrees.`;
    const retryAfterMs = Math.max(until.getTime() - call.now().getTime(), 1_000);
    throw new ProviderError('retryable', `${what}: ${built.shown} was not sent. ${next}`, { retryAfterMs });
  }
  return once(target.http, built, call.signal);
}

/** What an answer that is on no list means for the call. `listed` says where it would have to stand. */
export function unexpected(target: ServiceTarget, request: ServiceRequest, shown: string, answer: HttpAnswer): ProviderError {
  const { status, elsewhere, retryAfterMs } = answer;
  const said = `${target.name} answered ${shown} with ${status}`;
  if (elsewhere !== null)
    return new ProviderError(
      'fatal',
      `${said}, a redirect to ${elsewhere}. Redirects are not followed: correct \`url:\` of this target.`,
    );
  if (status === 429 || status === 503 || (retryAfterMs !== null && status >= 400)) {
    const more = retryAfterMs === null ? {} : { retryAfterMs };
    return new ProviderError('retryable', `${said}: it asks to be left alone for a while.`, more);
  }
  if (status >= 500) {
    if (request.method === 'GET') return new ProviderError('retryable', `${said}: it is in trouble itself.`);
    return new ProviderError('in-doubt', `${said}: whether it did what was asked could not be told.`);
  }
  const identity = sourcesIn([request.auth, request.headers]).find((source) => '$identity' in source);
  if ((status === 401 || status === 403) && identity !== undefined && '$identity' in identity) {
    const who = `the identity "${identity.$identity}"`;
    return new ProviderError(
      'denied',
      `${said}: it does not let ${who} do that. Nothing was changed. Check its secret and its permissions.`,
    );
  }
  return new ProviderError('fatal', `${said}${unreadWords(answer)}. That is none of the answers its service file lists.`);
}

function unreadWords({ unread, contentType }: HttpAnswer): string {
  switch (unread) {
    case null:
      return '';
    case 'too-long':
      return ' and a body that is too long to be read';
    case 'not-json':
      return ` and ${contentType ?? 'something'} instead of JSON`;
    default:
      return ' and JSON that cannot be read';
  }
}
