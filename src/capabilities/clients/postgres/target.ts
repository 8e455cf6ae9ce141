import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { durationOrNone } from '../../../platform/config/duration.ts';
import { type SecretSource, secretSource } from '../../../platform/config/secret-source.ts';
import { programSecret } from '../program-secret.ts';

const absolutePath = z.string().refine(isAbsolute, 'Write an absolute path, such as /run/secrets/app-password.');

/** What is handed over: the password alone, or with whom it belongs to (a twin has another name). */
const formatSchema = z
  .enum(['password', 'json', 'url'], '`format` is password (the default), json or url.')
  .default('password');

/** Where a role's new password goes: a file (0600), or a command's standard input. */
const sinkSchema = z.union(
  [
    z.strictObject({ file: absolutePath, format: formatSchema }),
    z.strictObject({ command: z.array(z.string().min(1)).min(1), format: formatSchema }),
  ],
  'A sink is `file: /absolute/path` or `command: [program, argument, …]`, with `format: password`, json or url.',
);

/** Long enough for a client to connect anew, short against the fifteen minutes that the leaked password must not outlive. */
const usualDrainMs = 20_000;
const longestDrainMs = 300_000;

/** Calls at once that a server has room for besides its own clients: `max_connections` is 100 where nobody set it. */
const usualConcurrency = 8;
const mostConcurrency = 64;

const accountSchema = z.strictObject({ user: z.string().min(1), password: secretSource });

/** One entry of `targets:` in staunch.yml with `kind: postgres`. */
export const postgresTargetSchema = z.strictObject({
  kind: z.literal('postgres'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(5432),
  /** Where the admin connects, and the first choice for trying a login. */
  database: z.string().min(1).default('postgres'),
  tls: z
    .union(
      [z.literal('verify-full'), z.literal('off'), z.strictObject({ ca: absolutePath })],
      '`tls` is verify-full (the default), off, or `ca: /absolute/path/of/ca.pem`.',
    )
    .default('verify-full'),
  /** Cuts roles off. */
  admin: accountSchema,
  /** Looks, so that the admin's password is fetched for a strike or an undo only. Absent: the admin looks, too. */
  reader: accountSchema.optional(),
  /** By role name. Without a sink a new password is not offered for that role. */
  sinks: z.record(z.string().min(1), sinkSchema).default({}),
  /** By role name: the role that takes its place in a swap, made beforehand by its owner, NOLOGIN until used. */
  twins: z
    .record(z.string().min(1), z.string().min(1))
    .refine((twins) => Object.entries(twins).every(([role, twin]) => role !== twin), 'A role cannot be its own twin.')
    .default({}),
  /** In a swap: how long the leaked password works on, and then how long open transactions may go on. */
  drain: durationOrNone(longestDrainMs, '5m').default(usualDrainMs),
  /** How many calls of ours it takes at the same time. */
  concurrency: z
    .int()
    .min(1, '`concurrency` is at least 1: without any call nothing could be cut off.')
    .max(mostConcurrency, `\`concurrency\` is at most ${mostConcurrency}.`)
    .default(usualConcurrency),
});

export type PostgresTargetEntry = z.infer<typeof postgresTargetSchema>;
export type SinkSettings = z.infer<typeof sinkSchema>;

/** An account of ours. Its password is fetched for each connection and kept nowhere. `byProgram`: a program hands it over. */
export type OwnAccount = {
  user: string;
  byProgram?: boolean;
  password(signal: AbortSignal): string | Promise<string>;
};

/** A server as the client needs it. */
export type PostgresTarget = {
  name: string;
  host: string;
  port: number;
  database: string;
  tls: PostgresTargetEntry['tls'];
  admin: OwnAccount;
  /** Null: the admin looks, too. */
  reader: OwnAccount | null;
  sinks: PostgresTargetEntry['sinks'];
  twins: PostgresTargetEntry['twins'];
  drainMs: number;
  /** How many calls of ours it takes at the same time. */
  concurrency: number;
};

/** `secret` answers the value of an environment variable, and throws with its name when it is not set. */
export function postgresTarget(name: string, entry: PostgresTargetEntry, secret: (env: string) => string): PostgresTarget {
  const { host, port, database, tls, sinks, twins, drain: drainMs, concurrency } = entry;
  const account = (which: 'admin' | 'reader', { user, password }: { user: string; password: SecretSource }): OwnAccount =>
    'env' in password
      ? { user, password: () => secret(password.env) }
      : {
          user,
          byProgram: true,
          password: (signal) => programSecret(password.command, `the password of the ${which} of ${name}`, signal),
        };
  const admin = account('admin', entry.admin);
  const reader = entry.reader === undefined ? null : account('reader', entry.reader);
  return { name, host, port, database, tls, admin, reader, sinks, twins, drainMs, concurrency };
}

/** The target, which tells of each password that a program handed over before it is used. */
export function overheard(target: PostgresTarget, obtained: (secret: string) => void): PostgresTarget {
  const told = (account: OwnAccount): OwnAccount =>
    account.byProgram === true
      ? {
          ...account,
          async password(signal) {
            const password = await account.password(signal);
            obtained(password);
            return password;
          },
        }
      : account;
  return { ...target, admin: told(target.admin), reader: target.reader === null ? null : told(target.reader) };
}
