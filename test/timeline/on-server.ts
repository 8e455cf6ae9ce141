import { afterAll, beforeAll, describe } from 'vitest';
import { openPostgres } from '../../src/platform/db/postgres.ts';
import { available, startPostgres, type TestPostgres, type Version } from '../servers/postgres.ts';
import { recordOn } from './on-database.ts';

/** The record's promises on a real PostgreSQL. */
export function recordOnServer(version: Version): void {
  describe.skipIf(!available(version))(`with a server of its own`, () => {
    let server: TestPostgres;
    beforeAll(async () => {
      server = await startPostgres(version);
    });
    afterAll(() => server.stop());
    recordOn(`PostgreSQL ${version}`, () => {
      const { user, password } = server.superuser;
      return openPostgres(`postgresql://${user}:${password}@127.0.0.1:${server.port}/postgres`, () => undefined);
    });
  });
}
