import type { Redactor } from '../platform/redact/redactor.ts';

/** A program may hand over a new token at each use; a bot runs for months. Nobody quotes one that so many came after. */
const mostKnown = 1_000;

/** Makes secrets that were not known at the start known to the redactor, the newest ones, before anybody can use them. */
export function obtainedSecrets(redactor: Pick<Redactor, 'know' | 'forget'>, most = mostKnown): (secret: string) => void {
  const known = new Set<string>();
  return (secret) => {
    // Used again, it is the newest again.
    if (!known.delete(secret)) redactor.know(secret);
    known.add(secret);
    const [oldest] = known;
    if (known.size <= most || oldest === undefined) return;
    known.delete(oldest);
    redactor.forget(oldest);
  };
}
