/** The database contract and what only a server can do, on a real PostgreSQL. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatabaseError, type Db } from '../../../src/platform/db/db.ts';
import { migrate } from '../../../src/platform/db/migrate.ts';
import { openPostgres } from '../../../src/platform/db/postgres.ts';
import { available, freePort, startPostgres, type TestPostgres, type Version } from '../../servers/postgres.ts';
import { databaseContract } from './contract.ts';

const quiet = () => undefined;

export function onServer(version: Version): void {
  describe.skipIf(!available(version))(`PostgreSQL ${version}`, () => {
    let server: TestPostgres;
    const url = (database: string) => {
      const { user, password } = server.superuser;
      return `postgresql://${user}:${password}@127.0.0.1:${server.port}/${database}`;
    };
    beforeAll(async () => {
      server = await startPostgres(version);
      await server.sql('create database contract', 'create database migrated', 'create database spare');
    });
    afterAll(() => server.stop());

    databaseContract('as a database of ours', () => openPostgres(url('contract'), quiet));

    test('is brought up to date once by several bots that start together', async () => {
      const bots = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url('migrated'), quiet)));
      await Promise.all(bots.map(migrate));
      const runs = await (bots[0] as Db).query('select name from schema_migration order by id');
      const files = readdirSync(new URL('../../../migrations', import.meta.url)).sort();
      expect(runs.map(({ name }) => `${name}.sql`)).toEqual(files);
      await Promise.all(bots.map((bot) => bot.close()));
    });

    test('is named without its password', async () => {
      const db = await openPostgres(url('spare'), quiet);
      expect(db.place).toBe(`PostgreSQL at 127.0.0.1:${server.port}/spare`);
      await db.close();
    });

    test('that does not answer is unreachable, in an error without the password', async () => {
      const port = await freePort();
      const opening = openPostgres(`postgresql://bot:hunter2@127.0.0.1:${port}/spare`, quiet);
      const error = await opening.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DatabaseError);
      expect(error).toMatchObject({ unreachable: true });
      expect(String(error)).not.toContain('hunter2');
    });

    test('that ends our connections is unreachable for a moment and serves on', async () => {
      const db = await openPostgres(url('spare'), quiet);
      const running = db.query('select pg_sleep(30)').catch((error: unknown) => error);
      await ended(`query like 'select pg_sleep(30)%'`);
      expect(await running).toMatchObject({ name: 'DatabaseError', unreachable: true, code: '57P01' });
      expect(await db.query('select 1 as one')).toEqual([{ one: 1 }]);
      await db.close();
    });

    test('that ends a connection inside a transaction keeps nothing of it', async () => {
      const db = await openPostgres(url('spare'), quiet);
      await db.query('create table kept (id int)');
      const broken = db.transaction(async (query) => {
        await query('insert into kept values (1)');
        await ended(`datname = 'spare' and state = 'idle in transaction'`);
        await query('insert into kept values (2)');
      });
      await expect(broken).rejects.toMatchObject({ name: 'DatabaseError', unreachable: true });
      expect(await db.query('select * from kept')).toEqual([]);
      await db.close();
    });

    test('that ends the listening connection is listened to again', async () => {
      const db = await openPostgres(url('spare'), quiet);
      let rang: () => void = () => undefined;
      const ringing = new Promise<void>((resolve) => (rang = resolve));
      await db.listen('bell', () => rang());
      await ended(`query like 'listen%'`);
      const again = setInterval(() => db.query("select pg_notify('bell', '')").catch(quiet), 50);
      await ringing;
      clearInterval(again);
      await db.close();
    });

    /** Ends the backends that `which` names, once there is one. */
    async function ended(which: string): Promise<void> {
      for (;;) {
        const [result] = await server.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and ${which}`,
        );
        if ((result?.rowCount ?? 0) > 0) return;
      }
    }
  });
}
