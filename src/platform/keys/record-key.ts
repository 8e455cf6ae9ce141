import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** Signs what the bot vouches for: Ed25519 (RFC 8032). */
export type RecordKey = {
  /** The signature over UTF-8 text or bytes, base64 (88 characters). */
  sign(data: string | Uint8Array): string;
  /** The public half: 32 bytes in base64. */
  publicKey: string;
  /** The public half as a PEM block (SubjectPublicKeyInfo). */
  publicPem: string;
};

// RFC 8410: what stands before the 32 bytes of a private key in PKCS #8, and of a public key in SubjectPublicKeyInfo.
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** The record key of a 32-byte seed. */
export function recordKey(seed: Uint8Array): RecordKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    sign: (data) => sign(null, Buffer.from(data), privateKey).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length).toString('base64'),
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

/** Whether `signature` (base64) over `data` was made by the holder of `publicKey` (32 bytes in base64). False for malformed input. */
export function verifyRecord(publicKey: string, data: string | Uint8Array, signature: string): boolean {
  try {
    const key = Buffer.concat([publicPrefix, Buffer.from(publicKey, 'base64')]);
    return verify(
      null,
      Buffer.from(data),
      createPublicKey({ key, format: 'der', type: 'spki' }),
      Buffer.from(signature, 'base64'),
    );
  } catch {
    return false;
  }
}

/** The 32 bytes in base64 of a public key as a PEM block; null for anything else than an Ed25519 public key. */
export function publicKeyOfPem(pem: string): string | null {
  // A private key would do as well, but whoever verifies should not have one.
  if (!pem.includes('BEGIN PUBLIC KEY')) return null;
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') return null;
    return key.export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length).toString('base64');
  } catch {
    return null;
  }
}
