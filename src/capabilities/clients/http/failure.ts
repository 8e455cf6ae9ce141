/** The one place where trouble on the way to an HTTP service becomes a ProviderError. No answer's text and no cause goes into it. */
import { ProviderError } from '../provider-error.ts';
import type { HttpRequest } from './exchange.ts';
import { httpLimits } from './limits.ts';
import type { HttpTarget } from './target.ts';

/** The call was given up by us. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
  readonly why: 'timeout' | 'aborted';

  constructor(why: GivenUp['why']) {
    super(`The call was given up: ${why}`);
    this.why = why;
  }
}

/** How far the call had come: after `sent` nobody but the service knows whether it happened. */
export type Progress = { sent: boolean; status: number | null };

export type Verdict = { class: ProviderError['class']; what: string; next: string };

const authority =
  'Name the authority that signed it with `tls: { ca: /path/of/ca.pem }` for this target, if that is the service; if not, someone may be listening: do not turn verification off.';

/** By OpenSSL's and Node's code: what is wrong with the certificate that was shown. */
const certificates: Record<string, { what: string; next: string }> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: { what: 'its certificate is signed by itself', next: authority },
  SELF_SIGNED_CERT_IN_CHAIN: { what: 'its certificate is signed by an authority that is not known here', next: authority },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    what: 'its certificate is signed by an authority that is not known here',
    next: authority,
  },
  UNABLE_TO_GET_ISSUER_CERT: { what: 'its certificate is signed by an authority that is not known here', next: authority },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    what: 'its certificate is signed by an authority that is not known here',
    next: authority,
  },
  CERT_HAS_EXPIRED: { what: 'its certificate has expired', next: 'Renew it there, or check the clock of this machine.' },
  CERT_NOT_YET_VALID: {
    what: 'its certificate is not valid yet',
    next: 'Check the clock of this machine, and the certificate there.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: 'its certificate is for another host name',
    next: 'Write `url` as the certificate names the host; if it should be this one, someone may be listening.',
  },
};

const spoken = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'it did not answer the connection',
  EHOSTUNREACH: 'there is no way to it in the network',
  ENETUNREACH: 'there is no way to it in the network',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name could not be looked up',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_HEADERS_OVERFLOW: `it answered with a header of more than ${httpLimits.headerBytes / 1024} KiB`,
} as const satisfies Record<string, string>;

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,50}$/.test(code) ? code : 'without a code';
}

function whatHappened(error: unknown, timeoutMs: number): string {
  if (error instanceof GivenUp) {
    return error.why === 'aborted'
      ? 'the call was stopped before it was answered'
      : `there was no whole answer within ${timeoutMs / 1000} s`;
  }
  const code = codeOf(error);
  if (Object.hasOwn(spoken, code)) return spoken[code as keyof typeof spoken];
  return /^(HPE_|UND_ERR_RES|INVALID|UNEXPECTED)/.test(code) ? 'its answer is not HTTP' : `the connection failed (${code})`;
}

const beforeSending = 'Nothing was sent; it is tried again. Check that it is up and that this machine may reach it.';

/** A certificate is judged before anything is sent; to try again would see the same one. */
function ofCertificate(error: unknown): Verdict | null {
  const code = codeOf(error);
  const known = certificates[code];
  if (known !== undefined) return { class: 'fatal', what: known.what, next: `Nothing was sent. ${known.next}` };
  if (/^CERT_|^UNABLE_TO_|_CERT/.test(code))
    return { class: 'fatal', what: `its certificate is not good (${code})`, next: `Nothing was sent. ${authority}` };
  if (/^ERR_SSL_|^EPROTO$/.test(code)) {
    return {
      class: 'fatal',
      what: `it does not speak TLS as it should (${code})`,
      next: 'Nothing was sent. Check scheme and port of `url`.',
    };
  }
  return null;
}

/** `method`: only GET promises that asking again changes nothing (RFC 9110 §9.2.1). Pure. */
export function verdictOf(error: unknown, method: HttpRequest['method'], progress: Progress, timeoutMs: number): Verdict {
  const certificate = progress.sent ? null : ofCertificate(error);
  if (certificate !== null) return certificate;
  const began = progress.status === null ? '' : `it began to answer (status ${progress.status}), but `;
  const what = began + whatHappened(error, timeoutMs);
  if (!progress.sent) return { class: 'retryable', what, next: beforeSending };
  if (method === 'GET') return { class: 'retryable', what, next: 'Nothing is changed by asking; it is tried again.' };
  return { class: 'in-doubt', what, next: 'It may or may not have happened: look at the service before anything is repeated.' };
}

/** "gitlab (gitlab.example.com): DELETE /tokens/{key}: what. next" */
export function httpFailure(target: HttpTarget, host: string | null, request: HttpRequest, verdict: Verdict): ProviderError {
  const place = host === null ? target.name : `${target.name} (${host})`;
  return new ProviderError(verdict.class, `${place}: ${request.shown}: ${verdict.what}. ${verdict.next}`);
}
