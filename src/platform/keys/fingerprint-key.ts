import { createHmac } from 'node:crypto';

/** Recognises a value without keeping it. */
export type FingerprintKey = {
  /** HMAC-SHA256 over kind, a NUL and the value: 64 lower-case hex digits. The NUL keeps ("a", "bc") from ("ab", "c"). */
  of(kind: string, value: string): string;
};

/** The fingerprint key of 32 bytes. */
export function fingerprintKey(key: Uint8Array): FingerprintKey {
  return { of: (kind, value) => createHmac('sha256', key).update(`${kind}\u0000${value}`).digest('hex') };
}
