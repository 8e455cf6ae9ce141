import { Client, DatabaseError } from 'pg';
import type { ActorLogin } from './messages.ts';

/** Both actors work against a server on this machine: whatever takes longer hangs. */
const answerLimitMs = 3_000;

/** A new session, logged in with what the actor was given. Rejects as the server answers. */
export async function logIn(actor: ActorLogin, applicationName: string): Promise<Client> {
  const client = new Client({
    host: actor.host,
    port: actor.port,
    database: actor.database,
    user: actor.role,
    password: actor.password,
    application_name: applicationName,
    ssl: false,
    connectionTimeoutMillis: answerLimitMs,
    query_timeout: answerLimitMs,
  });
  // A session that the server ends while it is idle must not end the actor; whoever holds it listens too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** The server's answer as "28000 role … is not permitted to log in", else what went wrong in between. */
export function answerOf(error: unknown): { code: string | null; text: string } {
  if (error instanceof DatabaseError) return { code: error.code ?? null, text: `${error.code} ${error.message}` };
  return { code: null, text: error instanceof Error ? error.message : 'no answer' };
}
