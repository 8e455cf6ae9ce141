import { isAbsolute } from 'node:path';
import { z } from 'zod';

const absolutePath = z.string().refine(isAbsolute, 'Write an absolute path, such as /run/secrets/app-password.');

/** Where a role's new password goes: a file (0600), or a command's standard input. */
const sinkSchema = z.union(
  [z.strictObject({ file: absolutePath }), z.strictObject({ command: z.array(z.string().min(1)).min(1) })],
  'A sink is `file: /absolute/path` or `command: [program, argument, …]`.',
);

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
  admin: z.strictObject({ user: z.string().min(1), password: z.strictObject({ env: z.string().min(1) }) }),
  /** By role name. Without a sink a new password is not offered for that role. */
  sinks: z.record(z.string().min(1), sinkSchema).default({}),
});

export type PostgresTargetEntry = z.infer<typeof postgresTargetSchema>;
export type SinkSettings = z.infer<typeof sinkSchema>;

/** A server as the client needs it. The admin's password is fetched for each call and kept nowhere. */
export type PostgresTarget = {
  name: string;
  host: string;
  port: number;
  database: string;
  tls: PostgresTargetEntry['tls'];
  admin: { user: string; password(): string };
  sinks: PostgresTargetEntry['sinks'];
};

/** `secret` answers the value of an environment variable, and throws with its name when it is not set. */
export function postgresTarget(name: string, entry: PostgresTargetEntry, secret: (env: string) => string): PostgresTarget {
  const { host, port, database, tls, admin, sinks } = entry;
  return { name, host, port, database, tls, admin: { user: admin.user, password: () => secret(admin.password.env) }, sinks };
}
