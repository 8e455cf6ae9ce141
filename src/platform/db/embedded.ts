import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { DatabaseError, type Db, type Query, type Row } from './db.ts';

/**
 * The embedded database (PGlite) in `folder`, or in memory when it is null. One process only: take the folder's
 * lock first. It survives a killed process but not a power cut: it never calls fsync.
 */
export async function openEmbedded(folder: string | null): Promise<Db> {
  const lite = await PGlite.create(folder === null ? {} : { dataDir: folder });
  return {
    place: folder === null ? 'embedded database in memory' : `embedded database in ${folder}`,
    query: statement(lite),
    async transaction(work) {
      const result = await lite.transaction((tx) => work(statement(tx)));
      // PGlite runs on this thread without ever yielding: let sockets and timers have their turn.
      await yieldToOthers();
      return result;
    },
    async listen(channel, heard) {
      await lite.listen(channel, heard);
    },
    close: () => lite.close(),
  };
}

function statement(runner: PGlite | Transaction): Query {
  return async <T extends Row>(sql: string, parameters: unknown[] = []) => {
    try {
      // Several statements at once (a migration) only go through the simple protocol.
      if (parameters.length === 0 && sql.includes(';')) {
        const results = await runner.exec(sql);
        return (results.at(-1)?.rows ?? []) as T[];
      }
      return (await runner.query<T>(sql, parameters)).rows;
    } catch (cause) {
      const code = (cause as { code?: string }).code ?? null;
      throw new DatabaseError((cause as Error).message, { unreachable: false, code, cause });
    }
  };
}
