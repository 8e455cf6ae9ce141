/** What a kind is given for one call, without a bot around it. */
import type { Call } from '../../src/capabilities/credentials/kind.ts';
import type { Json } from '../../src/platform/canonical.ts';
import type { CredentialRecord } from '../../src/timeline/credential.ts';

/** `value` null: none is held. No new value is held, and the hourly budget has room. */
export function callWith(credential: CredentialRecord, facts: Json, value: string | null): Call {
  return {
    credential,
    facts,
    signal: new AbortController().signal,
    now: () => new Date(),
    value: async () => value,
    next: async () => null,
    spend: async () => null,
  };
}
