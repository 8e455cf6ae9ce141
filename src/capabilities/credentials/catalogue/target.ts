/** One entry of `targets:` in staunch.yml whose `kind:` is a service, and what of it the engine needs. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { envSecret } from '../../../platform/config/env-secret.ts';
import { programSource, secretSource } from '../../../platform/config/secret-source.ts';
import { isAddressRange } from '../../clients/http/address.ts';
import type { HttpTarget } from '../../clients/http/target.ts';
import { programSecret } from '../../clients/program-secret.ts';
import type { Service } from './schema.ts';

/** An account of Staunch at a service. The secret is fetched for each use and kept nowhere. */
export type Identity = { user: string | null; secret(signal: AbortSignal): Promise<string> };

export type ServiceTarget = {
  name: string;
  http: HttpTarget;
  identities: ReadonlyMap<string, Identity>;
  concurrency: number;
  perHour: number;
};

const identityShape = z.union(
  [envSecret, programSource, z.strictObject({ user: z.string().min(1).max(200), password: secretSource })],
  'is none of { env: NAME }, { command: [program, …] } and { user: NAME, password: { env: NAME } }',
);
type IdentityEntry = z.output<typeof identityShape>;

const address = z.string().max(50).refine(isAddressRange, 'is no address or range such as 10.1.2.3 or 10.0.0.0/8');
const absolutePath = z.string().refine(isAbsolute, 'is no absolute path');

export function targetSchemaOf(service: Service) {
  const names = Object.keys(service.identities);
  const identities = z.strictObject(Object.fromEntries(names.map((name) => [name, identityShape.optional()])));
  const url = z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      'is no address such as https://api.example.com',
    )
    .meta({ examples: ['https://api.example.com'] });
  return z
    .strictObject({
      kind: z.literal(service.service),
      url: service.url === undefined ? url : url.default(service.url),
      addresses: z.array(address).max(50).default([]),
      tls: z
        .union(
          [z.literal('verify'), z.literal('off'), z.strictObject({ ca: absolutePath })],
          'is verify, off, or { ca: /absolute/path }',
        )
        .default('verify'),
      identities: identities.prefault({}),
      concurrency: z.int().min(1).max(64).default(service.limits.concurrency),
      'per-hour': z.int().min(1).max(1_000_000).default(service.limits['per-hour']),
    })
    .refine(({ url: at, tls }) => (new URL(at).protocol === 'http:') === (tls === 'off'), {
      path: ['tls'],
      message: 'must be `off` exactly when the address begins with http:',
    })
    .refine(({ tls, addresses }) => tls !== 'off' || addresses.length > 0, {
      path: ['addresses'],
      message: 'must list where it is when `tls` is off: plain HTTP is for known addresses only',
    });
}

export type ServiceTargetEntry = z.output<ReturnType<typeof targetSchemaOf>>;

export type SecretParts = {
  /** The value of an environment variable; throws with its name when it is not set. */
  secret(env: string): string;
  /** Told of each secret that a program handed over, before it is used: the redactor must know it. */
  obtained(secret: string): void;
};

export function serviceTargetOf(name: string, entry: ServiceTargetEntry, service: Service, parts: SecretParts): ServiceTarget {
  const { url, addresses, tls, concurrency } = entry;
  const given = Object.entries(entry.identities).filter((pair): pair is [string, IdentityEntry] => pair[1] !== undefined);
  return {
    name,
    http: { name, url, hosts: service.hosts, addresses, tls, timeoutMs: service.limits.timeout },
    identities: new Map(given.map(([key, identity]) => [key, identityOf(name, key, identity, parts)])),
    concurrency,
    perHour: entry['per-hour'],
  };
}

function identityOf(target: string, key: string, entry: IdentityEntry, parts: SecretParts): Identity {
  const [user, place] = 'user' in entry ? [entry.user, entry.password] : [null, entry];
  if ('env' in place) return { user, secret: async () => parts.secret(place.env) };
  return {
    user,
    async secret(signal) {
      const secret = await programSecret(place.command, `the secret of "${key}" for ${target}`, signal);
      parts.obtained(secret);
      return secret;
    },
  };
}
