/** What leaked: never the value, only where it opens what. `id` is stable within its incident ("c1", "c2", …). */
export type CredentialRecord = {
  id: string;
  kind: string;
  locator: Record<string, string>;
  /** HMAC-SHA256 of kind and value under the fingerprint key, 64 hex digits; null while no value was handed in. */
  fingerprint: string | null;
  /** For people: tells this credential from its neighbours without giving any of it away. */
  hint: string;
};

/**
 * alive → cut-off (new use refused, proven; stops the clock) → dead (no residual left).
 * `unknown` until something was proven either way.
 */
export type CredentialState = 'unknown' | 'alive' | 'cut-off' | 'dead';
