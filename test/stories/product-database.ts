/** Staunch's own record on a real PostgreSQL: a database of its own on the server of the story, and the keys beside it. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Town } from './town.ts';

export type ProductDatabase = {
  /** DATABASE_URL and the three keys. */
  env: Record<string, string>;
  /** A client of the database's owner, not connected yet. */
  client(): pg.Client;
};

export async function productDatabase({ server }: Town, name = 'staunch'): Promise<ProductDatabase> {
  await server.sql(`create database ${name}`);
  const { user, password } = server.superuser;
  const key = () => randomBytes(32).toString('base64');
  return {
    env: {
      DATABASE_URL: `postgres://${user}:${password}@${server.host}:${server.port}/${name}`,
      STAUNCH_RECORD_KEY: key(),
      STAUNCH_VALUES_KEY: key(),
      STAUNCH_FINGERPRINT_KEY: key(),
    },
    client: () => server.client(user, password, { database: name }),
  };
}
