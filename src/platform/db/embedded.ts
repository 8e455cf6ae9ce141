import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { ahead } from './ahead.ts';
import { DatabaseError, type Db, type Query, type Row, type Write } from './db.ts';

/**
 * The embedded database (PGlite) in `folder`, or in memory when it is null. One process only: take the folder's
 * lock first. It survives a killed process but not a power cut: it never calls fsync.
 */
export async function openEmbedded(folder: string | null): Promise<Db> {
  const lite = await created(folder);
  return {
    place: folder === null ? 'embedded database in memory' : `embedded database in ${folder}`,
    query: statement(lite),
    async transaction(work) {
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

/** Its file system throws bare numbers (those of WASI) for what a disk can do to us. */
const diskTroubles: Record<number, string> = {
  2: 'its files may not be opened by this account',
  19: 'the quota of the disk is used up',
  29: 'the disk fails',
  51: 'the disk is full',
  69: 'the disk is read-only',
};

function reasonOf(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  const { errno } = cause as { errno?: number };
  return diskTroubles[errno ?? 0] ?? `its file system says ${errno}`;
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

/** Without a SQLSTATE it was not the statement: the database is closed, or its disk fails. */
function wrapped(cause: unknown): DatabaseError {
  const code = (cause as { code?: string }).code ?? null;
  return new DatabaseError(reasonOf(cause), { unreachable: code === null, code, cause });
}
