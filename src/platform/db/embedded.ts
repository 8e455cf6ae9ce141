import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { ahead } from './ahead.ts';
import { DatabaseError, type Db, type Query, type Row, type Write } from './db.ts';
import { reasonOf, refuseWithoutRoom, wrapped } from './embedded-trouble.ts';

/**
 * The embedded database (PGlite) in `folder`, or in memory when it is null. One process only: take the folder's
 * lock first. It survives a killed process and a full disk, but not a power cut: it never calls fsync.
 */
export async function openEmbedded(folder: string | null): Promise<Db> {
  const lite = await created(folder);
  const run = statement(lite);
  const room = () => (folder === null ? Promise.resolve() : refuseWithoutRoom(folder));
  return {
    place: folder === null ? 'embedded database in memory' : `embedded database in ${folder}`,
    async query(sql, parameters) {
      if (!isLook(sql)) await room();
      return run(sql, parameters);
    },
    async transaction(work) {
      await room();
      const result = await transaction(lite, work);
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

/** What only reads is answered on a full disk, too. */
const isLook = (sql: string): boolean => /^\s*select\b/i.test(sql);

async function created(folder: string | null): Promise<PGlite> {
  if (folder === null) return PGlite.create();
  try {
    return await PGlite.create({ dataDir: folder });
  } catch (cause) {
    throw new DatabaseError(`the embedded database in ${folder} cannot be opened: ${reasonOf(cause)}`, {
      unreachable: false,
      code: null,
      cause,
    });
  }
}

async function transaction<T>(lite: PGlite, work: (query: Query, later: Write) => Promise<T>): Promise<T> {
  let thrown = false;
  try {
    return await lite.transaction(async (tx) => {
      // In one process no round trip is saved: what is put off runs in its turn.
      const { query, later, settled } = ahead(statement(tx));
      try {
        const result = await work(query, later);
        await settled();
        return result;
      } catch (error) {
        thrown = true;
        throw error;
      }
    });
  } catch (cause) {
    // What `work` threw is its own; anything else is the database's: closed, or a commit that could not be.
    throw thrown ? cause : wrapped(cause);
  }
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
      throw wrapped(cause);
    }
  };
}
