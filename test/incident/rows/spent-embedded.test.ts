import { afterAll, beforeAll, describe } from 'vitest';
import type { Db } from '../../../src/platform/db/db.ts';
import { openEmbedded } from '../../../src/platform/db/embedded.ts';
import { migrate } from '../../../src/platform/db/migrate.ts';
import { spends } from './spends.ts';

describe('the hourly budget of calls, embedded', () => {
  let db: Db;
  beforeAll(async () => {
    db = await openEmbedded(null);
    await migrate(db);
  });
  afterAll(() => db.close());
  spends(() => [db]);
});
