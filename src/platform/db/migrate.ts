import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type { Db } from './db.ts';

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** The runner begins and commits for itself; that would end our transaction, and with it the lock. */
const ownTransaction = /^\s*(begin|commit|rollback)\s*;?\s*$/i;

/** Brings the schema up to this version; forward only. Safe to call at every start and from several bots at once. */
export async function migrate(db: Db): Promise<void> {
  await db.transaction(async (query) => {
    // The lock makes bots that start together take turns; the embedded database has one session and grants it at once.
    await query('select pg_advisory_xact_lock(7267501)');
    const run = async (statement: string | { text: string; values?: unknown[] }, values?: unknown[]) => {
      const text = typeof statement === 'string' ? statement : statement.text;
      if (ownTransaction.test(text)) return { rows: [], rowCount: 0 };
      const rows = await query(text, (typeof statement === 'string' ? values : statement.values) ?? []);
      return { rows, rowCount: rows.length };
    };
    const client = { query: run, select: async (sql: string, values?: unknown[]) => (await run(sql, values)).rows };
    await runner({
      // The runner only ever calls `query` on a client it was handed.
      dbClient: client as never,
      dir: folder,
      direction: 'up',
      migrationsTable: 'schema_migration',
      singleTransaction: false,
      noLock: true,
      log: () => undefined,
    });
  });
}
