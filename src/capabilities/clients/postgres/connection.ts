/** One bounded connection: a fresh socket each time, destroyed on abort or when an answer takes too long, always ended. */
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';
import type { PostgresTarget } from './target.ts';

export const postgresLimits = {
  /** From the first packet to "ready for query": a server that takes longer is treated as not there. */
  connectMs: 5_000,
  /** For one statement, told to the server. */
  statementMs: 10_000,
  /** For one statement, held by us: a server that forgot its own limit. */
  answerMs: 11_000,
  /** Nothing we do may queue behind someone's lock for longer. */
  lockMs: 3_000,
  /** A polite goodbye, before the socket is destroyed. */
  endMs: 1_000,
} as const;

export type Account = { user: string; password: string; database: string };

/** The server gave no answer that has a code. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly why: 'connect-timeout' | 'answer-timeout' | 'aborted' | 'no-tls' | 'cut';

  constructor(why: Unanswered['why'], cause?: unknown) {
    super(`PostgreSQL gave no answer: ${why}`, { cause });
    this.why = why;
  }
}

/** One row's columns, still unchecked. */
export type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

async function tlsOptions(tls: PostgresTarget['tls']): Promise<ConnectionOptions | false> {
  if (tls === 'off') return false;
  if (tls === 'verify-full') return { rejectUnauthorized: true };
  return { rejectUnauthorized: true, ca: await readFile(tls.ca, 'utf8') };
}

/** pg reports a connection that was cut as an error without a code. */
function coded(error: unknown, why: Unanswered['why']): unknown {
  return error instanceof Error && 'code' in error && error.code !== undefined ? error : new Unanswered(why, error);
}

/** Runs `step`; when it takes longer than `limitMs` the socket is destroyed and it fails as `why`. */
async function within<T>(socket: Socket, limitMs: number, why: Unanswered['why'], step: () => Promise<T>): Promise<T> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    socket.destroy();
  }, limitMs);
  try {
    return await step();
  } catch (error) {
    if (late) throw new Unanswered(why, error);
    // The answer to an SSLRequest is one byte: a server that sent no more than that said "N" (protocol 3.0).
    throw coded(error, socket.bytesRead === 1 ? 'no-tls' : 'cut');
  } finally {
    clearTimeout(timer);
  }
}

async function end(client: pg.Client, socket: Socket): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), postgresLimits.endMs);
  // A connection that is already broken cannot say goodbye, and need not.
  await client.end().catch(() => undefined);
  clearTimeout(timer);
  socket.destroy();
}

/**
 * Connects as `account`, runs `work`, and closes. Throws what the server answered (pg.DatabaseError with its SQLSTATE),
 * what the system answered (an error with a code such as ECONNREFUSED), or `Unanswered`.
 */
export async function connected<T>(
  target: Pick<PostgresTarget, 'host' | 'port' | 'tls'>,
  account: Account,
  signal: AbortSignal,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw new Unanswered('aborted', signal.reason);
  const socket = new Socket();
  const client = new pg.Client({
    ...account,
    host: target.host,
    port: target.port,
    ssl: await tlsOptions(target.tls),
    stream: () => socket,
    application_name: 'staunch',
    statement_timeout: postgresLimits.statementMs,
    lock_timeout: postgresLimits.lockMs,
  });
  // What breaks an open connection also fails the statement in flight, and is reported there.
  client.on('error', () => undefined);
  const cut = () => socket.destroy();
  signal.addEventListener('abort', cut, { once: true });
  const query: Query = (text, values) =>
    within(socket, postgresLimits.answerMs, 'answer-timeout', async () => (await client.query(text, values)).rows);
  try {
    await within(socket, postgresLimits.connectMs, 'connect-timeout', () => client.connect());
    return await work(query);
  } catch (error) {
    throw signal.aborted ? new Unanswered('aborted', error) : error;
  } finally {
    signal.removeEventListener('abort', cut);
    await end(client, socket);
  }
}
