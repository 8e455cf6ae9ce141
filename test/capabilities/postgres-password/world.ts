/** One server, an admin with exactly the documented rights, and a new leaked role for each test. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import {
  type PostgresTarget,
  postgresTarget,
  postgresTargetSchema,
} from '../../../src/capabilities/clients/postgres/target.ts';
import { postgresPassword } from '../../../src/capabilities/credentials/postgres-password/kind.ts';
import { deliver } from '../../../src/capabilities/stores/deliver.ts';
import type { Leak } from '../../contracts/credential-kind.ts';
import { startPostgres, type TestPostgres, type Version } from '../../servers/postgres.ts';

export type RoleLeak = Leak & { role: string; sinkFile: string };

export type World = {
  server: TestPostgres;
  bot: { user: string; password: string };
  /** A target of this server; `over` replaces fields of its configuration. */
  target(over?: {
    host?: string;
    port?: number;
    user?: string;
    sinks?: Record<string, { file: string; format?: string } | { command: string[]; format?: string }>;
    twins?: Record<string, string>;
    drain?: string;
  }): PostgresTarget;
  /** A new role that may log in, its neighbour, and all that the admin needs to cut it. `as` is another admin's name. */
  leak(options?: {
    attributes?: string;
    as?: string;
    target?: PostgresTarget;
    protect?: string[];
    sink?: boolean;
  }): Promise<RoleLeak>;
  /** A new admin without any right. */
  newcomer(): Promise<string>;
  /** An open session of a role; `ended` answers the code that the server ended it with. */
  session(
    role: string,
    password: string,
    application: string,
  ): Promise<{ client: pg.Client; ended: Promise<string | undefined> }>;
  stop(): Promise<void>;
};

const word = () => randomBytes(4).toString('hex');

/** What docs/credentials/postgres-password.md tells an operator to run for one role. */
export function grants(version: Version, role: string, admin: string): string[] {
  return version >= 16 ? [`GRANT "${role}" TO "${admin}" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`] : [];
}

async function loginWorks(server: TestPostgres, role: string, password: string): Promise<boolean> {
  const client = server.client(role, password);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

export async function openWorld(version: Version): Promise<World> {
  const server = await startPostgres(version);
  const folder = await mkdtemp(join(tmpdir(), 'staunch-sinks-'));
  const bot = { user: 'staunch_bot', password: randomBytes(12).toString('hex') };
  await server.sql(
    `create role ${bot.user} login createrole password '${bot.password}'`,
    `grant pg_signal_backend, pg_read_all_stats to ${bot.user}`,
  );

  const target: World['target'] = (over = {}) => {
    const { user = bot.user, ...place } = over;
    const entry = postgresTargetSchema.parse({
      kind: 'postgres',
      host: server.host,
      port: server.port,
      tls: 'off',
      admin: { user, password: { env: 'ADMIN_PASSWORD' } },
      ...place,
    });
    return postgresTarget('main', entry, () => bot.password);
  };

  return {
    server,
    bot,
    target,
    async leak(options = {}) {
      const role = `app_${word()}`;
      const value = randomBytes(15).toString('base64url');
      const neighbour = randomBytes(15).toString('base64url');
      await server.sql(
        `create role ${role} login ${options.attributes ?? ''} password '${value}'`,
        `create role ${role}_reporting login password '${neighbour}'`,
        ...grants(version, role, options.as ?? bot.user),
      );
      const sinkFile = join(folder, role);
      const sinks = options.sink === false ? {} : { [role]: { file: sinkFile } };
      const admin = options.as === undefined ? {} : { user: options.as };
      const targets = new Map([['main', options.target ?? target({ sinks, ...admin })]]);
      return {
        kind: postgresPassword(targets, ({ role }) => (options.protect ?? []).includes(role ?? ''), deliver),
        credential: {
          id: 'c1',
          kind: 'postgres-password',
          locator: { target: 'main', role },
          fingerprint: null,
          hint: `${role} on main`,
        },
        value,
        nowhere: { target: 'main', role: `${role}x` },
        held: { next: null },
        role,
        sinkFile,
        works: (password) => loginWorks(server, role, password),
        bystanderWorks: () => loginWorks(server, `${role}_reporting`, neighbour),
      };
    },
    async newcomer() {
      const name = `newcomer_${word()}`;
      await server.sql(`create role ${name} login password '${bot.password}'`);
      return name;
    },
    async session(role, password, application) {
      const client = server.client(role, password, { application_name: application });
      const ended = new Promise<string | undefined>((resolve) =>
        client.once('error', (error: Error & { code?: string }) => {
          client.on('error', () => undefined);
          resolve(error.code);
        }),
      );
      await client.connect();
      return { client, ended };
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
