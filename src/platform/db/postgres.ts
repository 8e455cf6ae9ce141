import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import pg from 'pg';
import { ahead } from './ahead.ts';
import { DatabaseError, type Db, type Query, type Row } from './db.ts';

/** Connections a bot keeps: its worker slots, the surfaces, and one that listens. */
const poolSize = 12;
/** A burst waits for one of the connections above; only a database that hangs takes as long. */
const connectTimeoutMs = 15_000;
/** No statement of ours takes longer; a stuck one must not hold an incident's lock. */
const statementTimeoutMs = 30_000;
/** The same, held by us: a server that vanished without a word keeps nobody waiting for longer. */
const answerTimeoutMs = 35_000;
/** A bot that vanished in the middle of a transaction must not hold an incident's lock either. */
const idleInTransactionMs = 60_000;
/** How long until a lost listening connection is tried again. */
const relistenMs = 1_000;
const oldestVersion = 150_000;

/** PostgreSQL 15 or newer by its URL. Throws `DatabaseError` (unreachable) when it does not answer. */
export async function openPostgres(url: string, report: (message: string) => void): Promise<Db> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: answerTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    // Statements are sent without waiting for the answer to the one before.
    pipeline: true,
    application_name: 'staunch',
  });
  // An idle connection that breaks would otherwise end the process.
  pool.on('error', (error) => report(`database connection lost: ${error.message}`));
  const db = poolDb(pool, placeOf(url), report);
  try {
    await refuseOldServer(db.query);
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}

async function refuseOldServer(query: Query): Promise<void> {
  const [row] = await query<{ version: number }>("select current_setting('server_version_num')::int as version");
  if (row !== undefined && row.version < oldestVersion) {
    throw new DatabaseError(`DATABASE_URL names a PostgreSQL ${Math.floor(row.version / 10_000)}; Staunch needs 15 or newer.`, {
      unreachable: false,
      code: null,
    });
  }
}

function poolDb(pool: pg.Pool, place: string, report: (message: string) => void): Db {
  let listener: pg.Client | null = null;
  let closed = false;

  async function keepListening(channel: string, heard: (word: string) => void): Promise<void> {
    const client = new pg.Client({ ...pool.options, statement_timeout: false });
    const again = () => {
      if (listener !== client || closed) return;
      listener = null;
      setTimeout(() => {
        if (!closed) keepListening(channel, heard).catch((error: Error) => report(`cannot listen: ${error.message}`));
      }, relistenMs).unref();
    };
    listener = client;
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      report(`cannot listen for new work, polling instead: ${(error as Error).message}`);
      again();
    }
  }

  return {
    place,
    query: statement(pool),
    async transaction(work) {
      const client = await wrapped(() => pool.connect());
      let broken: Error | undefined;
      // A connection that breaks between two statements is nobody's answer: unheard, it would end the process.
      const heard = (error: Error) => {
        broken = error;
      };
      client.on('error', heard);
      try {
        const { query, later, settled } = ahead(together(client));
        later('begin');
        const result = await work(query, later);
        const committed = commit(client);
        // What failed first says more than the commit that could not be.
        committed.catch(() => undefined);
        await settled();
        await committed;
        return result;
      } catch (error) {
        if (error instanceof DatabaseError && error.code === stalePlan) broken = error;
        // A failed rollback means the connection is gone: the server rolls back by itself.
        await client.query('rollback').catch((lost: Error) => {
          broken = lost;
        });
        throw error;
      } finally {
        client.off('error', heard);
        client.release(broken);
      }
    },
    listen: keepListening,
    async close() {
      closed = true;
      await listener?.end().catch(() => undefined);
      await pool.end();
    },
  };
}

/** PostgreSQL answers the commit of a failed transaction with a rollback, and calls that no error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await wrapped(() => client.query('commit'));
  if (command === 'COMMIT') return;
  const message = 'A statement of this transaction failed, so nothing of it was kept.';
  throw new DatabaseError(message, { unreachable: false, code: '25P02' });
}

/** `named`: under a name the server plans a statement once a connection. */
function statement(runner: pg.Pool | pg.PoolClient, named = false): Query {
  return async <T extends Row = Row>(sql: string, parameters: unknown[] = []) => {
    const wish = { ...(named ? { name: nameOf(sql) } : {}), text: sql, values: parameters };
    const answered = await wrapped(() => (parameters.length === 0 ? runner.query<T>(sql) : runner.query<T>(wish)));
    // Several statements at once (a migration) are answered one by one; the driver's types do not know that.
    const results: pg.QueryResult<T>[] = Array.isArray(answered) ? answered : [answered];
    return results.at(-1)?.rows ?? [];
  };
}

/** The same text has the same name; ours are few and constant. */
const nameOf = (sql: string) => `s${createHash('sha1').update(sql).digest('base64url')}`;

/** What PostgreSQL says of a named statement whose table was changed by a newer version of us: the connection is used up. */
const stalePlan = '0A000';

/** Writes that follow each other without waiting leave together: one packet instead of one a statement. */
function together(client: pg.PoolClient): Query {
  const query = statement(client, true);
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  let corked = false;
  return (sql, parameters) => {
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(() => {
        corked = false;
        stream.uncork();
      });
    }
    return query(sql, parameters);
  };
}

/** SQLSTATE classes that say the server is going, coming or full, not that the statement was wrong. */
const unreachableStates = ['08', '53', '57'];

async function wrapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    const code = (cause as { code?: string }).code ?? null;
    const sqlState = code !== null && /^[0-9A-Z]{5}$/.test(code);
    const unreachable = !sqlState || unreachableStates.includes(code.slice(0, 2));
    throw new DatabaseError((cause as Error).message, { unreachable, code, cause });
  }
}

/** Host and database of the URL, without user and password. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `PostgreSQL at ${host}${pathname}`;
  } catch {
    return 'PostgreSQL';
  }
}
