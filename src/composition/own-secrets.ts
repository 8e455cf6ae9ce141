/** Which values Staunch itself works with: what it would cut off with one of them, it could not finish. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A program may hand over a new token at each use; a bot runs for months. As many as the redactor knows. */
const mostObtained = 1_000;

export type OwnSecrets = {
  /** Whether the value is one of them: by digest, in a time that does not depend on which. */
  isOwn(value: string): boolean;
  /** Takes note of one that a program handed over, before it is used. */
  obtained(secret: string): void;
};

/** Keeps digests only, under a key of this process. `given`: what the configuration and the environment say. */
export function ownSecrets(given: readonly string[], most = mostObtained): OwnSecrets {
  const key = randomBytes(32);
  const digestOf = (value: string) => createHmac('sha256', key).update(value).digest();
  const fixed = given.map(digestOf);
  const handedOver = new Map<string, Buffer>();
  return {
    isOwn(value) {
      const digest = digestOf(value);
      let same = false;
      for (const own of [...fixed, ...handedOver.values()]) same = timingSafeEqual(own, digest) || same;
      return same;
    },
    obtained(secret) {
      const digest = digestOf(secret);
      const name = digest.toString('base64');
      // Used again, it is the newest again.
      handedOver.delete(name);
      handedOver.set(name, digest);
      const [oldest] = handedOver.keys();
      if (handedOver.size > most && oldest !== undefined) handedOver.delete(oldest);
    },
  };
}
