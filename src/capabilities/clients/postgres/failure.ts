/** The one place where an answer of PostgreSQL or of the network becomes a ProviderError. */
import { ProviderError } from '../provider-error.ts';
import { postgresLimits, Unanswered } from './connection.ts';
import type { PostgresTarget } from './target.ts';

type Verdict = { class: ProviderError['class']; what: string; next: string };

const laterByItself = 'Nothing was changed by this attempt as far as the server said; it is tried again.';

const unanswered: Record<Unanswered['why'], Verdict> = {
  'connect-timeout': {
    class: 'retryable',
    what: `it took the connection but did not answer within ${postgresLimits.connectMs / 1000} s`,
    next: 'Check that the server is up and that no firewall swallows packets; it is tried again.',
  },
  'answer-timeout': {
    class: 'retryable',
    what: `it did not answer a statement within ${postgresLimits.answerMs / 1000} s`,
    next: 'The statement may or may not have happened; repeating it is harmless, and it is tried again.',
  },
  aborted: { class: 'retryable', what: 'the call was stopped before it answered', next: 'It is tried again.' },
  cut: {
    class: 'retryable',
    what: 'the connection was closed before it answered',
    next: 'The statement may or may not have happened; repeating it is harmless, and it is tried again.',
  },
  'no-tls': {
    class: 'fatal',
    what: 'it does not offer TLS',
    next: 'Turn `ssl` on there, or write `tls: off` for this target if the way to it is trusted.',
  },
};

const networkLater = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'EAI_AGAIN']);

const certificate =
  'Name the authority that signed its certificate with `tls: { ca: /path/of/ca.pem }`, and the host as the certificate names it.';

/** `{account}` is whose connection it was: admin or reader. By SQLSTATE; where the code itself is not listed, its class (the first two characters) is looked up. */
const states: Record<string, { class: ProviderError['class']; next: string }> = {
  '08': { class: 'retryable', next: laterByItself },
  '40': { class: 'retryable', next: laterByItself },
  '53': { class: 'retryable', next: laterByItself },
  '53300': {
    class: 'retryable',
    next: 'Every connection slot is taken; it is tried again. Free one, or from PostgreSQL 16 keep some for us: set `reserved_connections` and GRANT pg_use_reserved_connections to the {account}.',
  },
  '55P03': { class: 'retryable', next: 'Someone holds a lock on the role; it is tried again.' },
  '57': { class: 'retryable', next: laterByItself },
  '42501': { class: 'denied', next: 'The {account} lacks a right: run `staunch retry` on identify, it names the GRANT.' },
  '28': { class: 'denied', next: 'Check the {account} of this target, its pg_hba.conf line and that it may log in.' },
  '28P01': {
    class: 'denied',
    next: 'The password of the {account} is wrong: check the environment variable, or the program, that `{account}.password` of this target names.',
  },
  '3D': { class: 'fatal', next: 'Write a database that exists as `database` of this target.' },
  '25006': { class: 'fatal', next: 'This is a read-only standby: let the target name the primary server.' },
};

function byCode(code: string, message: string): Verdict {
  const state = states[code] ?? states[code.slice(0, 2)];
  if (/^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code)) {
    const unexpected = { class: 'fatal' as const, next: 'This answer was not expected: look into the server log, then retry.' };
    return { ...(state ?? unexpected), what: `${message} (SQLSTATE ${code})` };
  }
  if (networkLater.has(code)) return { class: 'retryable', what: code, next: 'Check that the server runs; it is tried again.' };
  if (code === 'ENOTFOUND') return { class: 'fatal', what: 'its host name is not known', next: 'Check `host` of this target.' };
  if (code === 'ENOENT' || code === 'EACCES') {
    return { class: 'fatal', what: message, next: 'Check the path in `tls.ca` of this target.' };
  }
  return { class: 'fatal', what: `${message} (${code})`, next: certificate };
}

/** `doing` completes "could not …". A ProviderError passes through; a programming error is thrown on, not translated. */
export function providerError(
  error: unknown,
  target: PostgresTarget,
  doing: string,
  account: 'admin' | 'reader' = 'admin',
): ProviderError {
  if (error instanceof ProviderError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (!(error instanceof Unanswered) && code === null) throw error;
  const verdict = error instanceof Unanswered ? unanswered[error.why] : byCode(code as string, (error as Error).message);
  const place = `PostgreSQL "${target.name}" (${target.host}:${target.port})`;
  return new ProviderError(
    verdict.class,
    `${place}: could not ${doing}: ${verdict.what}. ${verdict.next.replaceAll('{account}', account)}`,
    { cause: error },
  );
}
