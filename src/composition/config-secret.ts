import { programSecret } from '../capabilities/clients/program-secret.ts';
import type { SecretSource } from '../platform/config/secret-source.ts';

/** The value of a secret of the configuration. One that a program hands over is told to `obtained` before anybody has it. */
export async function configSecret(
  source: SecretSource,
  what: string,
  from: { secret(name: string): string; obtained(secret: string): void },
): Promise<string> {
  if ('env' in source) return from.secret(source.env);
  const secret = await programSecret(source.command, what, new AbortController().signal);
  from.obtained(secret);
  return secret;
}
