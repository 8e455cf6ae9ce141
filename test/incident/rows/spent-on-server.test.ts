import { afterAll, beforeAll, describe } from 'vitest';
import type { Db } from '../../../src/platform/db/db.ts';
import { migrate } from '../../../src/platform/db/migrate.ts';
import { openPostgres } from '../../../src/platform/db/postgres.ts';
import { available, startPostgres, type TestPostgres } from '../../servers/postgres.ts';
import { spends } from './spends.ts';

for (const version of [15, 18] as const) {
  describe.runIf(available(version))(`the hourly budget of calls of two bots on PostgreSQL ${version}`, () => {
    let server: TestPostgres;
    let dbs: Db[] = [];
    beforeAll(async () => {
      server = await startPostgres(version);
      const { user, password } = server.superuser;
      const url = `postgresql://${user}:${password}@127.0.0.1:${server.port}/postgres`;
      dbs = await Promise.all([1, 2].map(() => openPostgres(url, () => undefined)));
      await migrate(dbs[0] as Db);
    });
    afterAll(async () => {
      await Promise.all(dbs.map((db) => db.close()));
      await server.stop();
    });
    spends(() => dbs);
  });
}
