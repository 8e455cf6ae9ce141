/** Where a secret comes from: an environment variable, or a program that is run when the secret is needed. */
import { z } from 'zod';
import { envSecret } from './env-secret.ts';

/** Its standard output is the secret. */
export const programSource = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1)
    .max(50)
    .meta({ examples: [['/usr/local/bin/get-secret', 'main-admin']] }),
});

export const secretSource = z.union([envSecret, programSource], 'is neither { env: NAME } nor { command: [program, …] }');
export type SecretSource = z.output<typeof secretSource>;
