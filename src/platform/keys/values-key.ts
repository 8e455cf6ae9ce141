import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts held values: AES-256-GCM (NIST SP 800-38D). `bound` is what the value belongs to; it opens nowhere else. */
export type ValuesKey = {
  /** Base64 of nonce (12 bytes), ciphertext and tag (16 bytes). */
  seal(value: string, bound: string): string;
  /** The value. Throws SealError when the key, `bound` or a byte is not as it was. */
  open(sealed: string, bound: string): string;
};

/** A sealed value does not open. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const nonceBytes = 12;
const tagBytes = 16;

/** The values key of 32 bytes. */
export function valuesKey(key: Uint8Array): ValuesKey {
  return {
    seal(value, bound) {
      // UTF-8 cannot hold half a character: the value would come back changed, and a changed password proves nothing.
      if (!value.isWellFormed())
        throw new SealError('The value contains half a character (a lone surrogate) and cannot be held.');
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(bound));
      return Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
    },
    open(sealed, bound) {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const nonce = bytes.subarray(0, nonceBytes);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(-tagBytes));
        return decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new SealError(
          'A held value cannot be opened: the values key is another one, or the row was changed. Hand the value in again.',
          { cause },
        );
      }
    },
  };
}
