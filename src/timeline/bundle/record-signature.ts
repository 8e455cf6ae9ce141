import { verifyRecord } from '../../platform/keys/record-key.ts';

/** As `verifyRecord`, for a signature written in its one way: no two texts are the same signature. */
export function isSignedBy(key: string, text: string, signature: string): boolean {
  return Buffer.from(signature, 'base64').toString('base64') === signature && verifyRecord(key, text, signature);
}
