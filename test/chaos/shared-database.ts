/** A PostgreSQL for Staunch itself, with a database for each test. */
import { startPostgres, type TestPostgres, type Version } from '../servers/postgres.ts';

export type SharedDatabase = {
  server: TestPostgres;
  /** A new, empty database and its URL. */
  create(name: string): Promise<string>;
  stop(): Promise<void>;
};

export async function openSharedDatabase(version: Version): Promise<SharedDatabase> {
  const server = await startPostgres(version, ['log_statement=none']);
  const { user, password } = server.superuser;
  return {
    server,
    async create(name) {
      await server.sql(`create database ${name}`);
      return `postgres://${user}:${password}@${server.host}:${server.port}/${name}`;
    },
    stop: () => server.stop(),
  };
}
