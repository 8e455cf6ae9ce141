import { z } from 'zod';
import { loadConfig } from '../../../src/platform/config/config.ts';
import { envSecret } from '../../../src/platform/config/env-secret.ts';
import { ConfigError, type ConfigFault } from '../../../src/platform/config/fault.ts';

export const locatorKeys = ['target', 'role'];

/** A kind of target as a capability would declare it. */
export const targetSchemas = {
  postgres: z.strictObject({
    kind: z.literal('postgres'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).default(5432),
    tls: z.union([z.literal('off'), z.strictObject({ ca: z.string() })], '`tls` is off, or `ca: FILE`.').default('off'),
    admin: z.strictObject({ user: z.string(), password: envSecret }),
  }),
};

export const sshKeys = {
  ana: `ssh-ed25519 ${wire(['ssh-ed25519', 32])}`,
  bo: `ssh-ed25519 ${wire(['ssh-ed25519', 32], 7)}`,
};

/** Base64 of length-prefixed fields: a text, or so many bytes of `fill`. */
export function wire(fields: (string | number)[], fill = 1): string {
  const parts = fields.flatMap((field) => {
    const bytes = typeof field === 'string' ? Buffer.from(field) : Buffer.alloc(field, fill);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return [length, bytes];
  });
  return Buffer.concat(parts).toString('base64');
}

export const whole = `people:
  ana:
    name: Ana Silva
    timezone: Europe/Berlin
    groups: [on-call, approvers]
    ssh: ${sshKeys.ana} ana@laptop
    slack: { user: U012ABCDEF, team: T012ABCDEF }
    login: ana
  bo: {}
targets:
  main:
    kind: postgres
    host: db.internal
    admin: { user: staunch, password: { env: MAIN_ADMIN_PASSWORD } }
protected:
  - { target: main, role: postgres }
hold: 45m
data: var
`;

const secrets: Record<string, string> = { MAIN_ADMIN_PASSWORD: 'from-the-environment' };

export function load(text: string, file = '/etc/staunch/staunch.yml') {
  return loadConfig({ file, text, environment: { secret: (name) => secrets[name] ?? null }, targetSchemas, locatorKeys });
}

export function refusal(text: string): ConfigError {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

export function faults(text: string): readonly ConfigFault[] {
  return refusal(text).faults;
}
