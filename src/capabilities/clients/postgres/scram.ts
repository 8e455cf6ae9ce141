import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's own default; raising it makes every login dearer, and our passwords are random anyway. */
const iterations = 4096;

/**
 * The SCRAM-SHA-256 verifier of a password in PostgreSQL's form (RFC 5803), so that the password itself is never sent.
 * Takes ASCII only: anything else would have to be normalised first (SASLprep, RFC 4013).
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!/^[\x21-\x7e]+$/.test(password)) throw new RangeError('A verifier is made for printable ASCII passwords only.');
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const key = (name: string) => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${key('Server Key').toString('base64')}`;
}
