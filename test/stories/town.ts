/** One real server with the admin that the documentation asks for, and what a test does there by itself. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { grants } from '../capabilities/postgres-password/world.ts';
import { available, startPostgres, type TestPostgres, type Version } from '../servers/postgres.ts';
import { adminPasswordVariable } from './staunch-yml.ts';

export type Session = { client: pg.Client; pid: number; ended: Promise<string | undefined> };

export type Town = {
  server: TestPostgres;
  /** The admin with exactly the documented rights. */
  admin: string;
  /** The environment in which Staunch finds that admin's password. */
  env: Record<string, string>;
  /** Runs statements as the superuser without a trace in the server's log. */
  quietly(...statements: string[]): Promise<void>;
  /** A new role that may log in, and that the admin may change. Its password never stands in the server's log. */
  role(name: string, password: string, attributes?: string): Promise<void>;
  /** Tries a login by itself: "ok", or the SQLSTATE that refused it. */
  login(role: string, password: string): Promise<string>;
  /** An open session; `ended` answers the SQLSTATE that the server ended it with. */
  session(role: string, password: string, application: string): Promise<Session>;
  /** Sessions of a role, as pg_stat_activity tells the superuser. */
  sessionsOf(role: string): Promise<number[]>;
  stop(): Promise<void>;
};

/** The versions that this machine has. */
export const versions = ([15, 18] as const).filter(available);
/** The newest of them, for stories that are told once. */
export const newest: Version | undefined = versions.at(-1);

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

export async function openTown(version: Version, settings: string[] = []): Promise<Town> {
  const server = await startPostgres(version, settings);
  const admin = 'staunch_bot';
  const password = randomBytes(12).toString('hex');
  const open: pg.Client[] = [];
  // A session's own setting: what a superuser types here is not what the story is about.
  const quietly = async (...statements: string[]) => {
    await server.sql('set log_statement = none', ...statements);
  };
  await quietly(
    `create role ${admin} login createrole password ${literal(password)}`,
    `grant pg_signal_backend, pg_read_all_stats to ${admin}`,
  );
  return {
    server,
    admin,
    env: { [adminPasswordVariable]: password },
    quietly,
    role: (name, value, attributes = 'login') =>
      quietly(
        `create role ${quoted(name)} ${attributes} password ${literal(value)}`,
        ...grants(version, name.replaceAll('"', '""'), admin),
      ),
    async login(role, value) {
      const client = server.client(role, value);
      client.on('error', () => undefined);
      try {
        await client.connect();
        return 'ok';
      } catch (error) {
        return (error as { code?: string }).code ?? 'no code';
      } finally {
        await client.end();
      }
    },
    async session(role, value, application) {
      const client = server.client(role, value, { application_name: application });
      const ended = new Promise<string | undefined>((resolve) =>
        client.once('error', (error: Error & { code?: string }) => {
          client.on('error', () => undefined);
          resolve(error.code);
        }),
      );
      await client.connect();
      open.push(client);
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      return { client, pid: rows[0]?.pid ?? 0, ended };
    },
    async sessionsOf(role) {
      const [found] = await server.sql(`select pid from pg_stat_activity where usename = ${literal(role)} order by pid`);
      return (found?.rows ?? []).map((row: { pid: number }) => row.pid);
    },
    async stop() {
      for (const client of open) {
        client.on('error', () => undefined);
        await client.end().catch(() => undefined);
      }
      await server.stop();
    },
  };
}
