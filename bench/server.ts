/** One real PostgreSQL for everything that a bench compares: durable as in production, in a folder of its own, removed after. */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '../test/servers/postgres.ts';

export type BenchServer = {
  /** "PostgreSQL 15.13" as the server says it. */
  version: string;
  port: number;
  /** A new, empty database by its URL; `port` is that of a proxy in front of the server. */
  create(port?: number): Promise<string>;
  /** Transactions committed in a database so far, once all who worked there have left it. */
  commits(url: string): Promise<number>;
  stop(): Promise<void>;
};

/** What a server in production has and a test does without; nothing is logged but trouble. */
const durable = ['fsync=on', 'log_statement=none', 'log_connections=off'];
/** A client that is gone is missed by the server within milliseconds. */
const lookMs = 20;
const mostLooks = 250;

export async function startServer(): Promise<BenchServer> {
  const server = await startPostgres(existsSync('/usr/lib/postgresql/15/bin/postgres') ? 15 : 18, durable);
  const { user, password } = server.superuser;
  const ask = async (statement: string) => (await server.sql(statement))[0]?.rows[0] ?? {};
  let databases = 0;

  async function empty(name: string): Promise<void> {
    for (let looks = 0; looks < mostLooks; looks += 1) {
      const { there } = await ask(
        `select count(*)::int as there from pg_stat_activity where datname = '${name}' and backend_type = 'client backend'`,
      );
      if (there === 0) return;
      await delay(lookMs);
    }
    throw new Error(`Somebody is still connected to the database ${name}.`);
  }

  return {
    version: `PostgreSQL ${String((await ask('show server_version')).server_version).split(' ')[0]}`,
    port: server.port,
    async create(port = server.port) {
      databases += 1;
      const name = `bench_${databases}`;
      await server.sql(`create database ${name}`);
      return `postgres://${user}:${password}@${server.host}:${port}/${name}`;
    },
    async commits(url) {
      const name = new URL(url).pathname.slice(1);
      await empty(name);
      return (await ask(`select xact_commit::int as commits from pg_stat_database where datname = '${name}'`)).commits;
    },
    stop: () => server.stop(),
  };
}
