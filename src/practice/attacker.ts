/** The attacker: somebody who found the leaked password, uses it for new logins and holds a session open. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { receiveAssignment, report } from './assignment.ts';
import { answerOf, logIn } from './login.ts';
import { type ActorReport, type AttackerAssignment, attackerAssignment } from './messages.ts';

/** How the attacker shows up among the server's sessions. */
const applicationName = 'psql';

async function tryLogin(actor: AttackerAssignment): Promise<ActorReport> {
  try {
    const client = await logIn(actor, applicationName);
    await client.end();
    return { what: 'login', state: 'ok', text: 'login OK' };
  } catch (error) {
    const { code, text } = answerOf(error);
    if (code?.startsWith('28')) return { what: 'login', state: 'refused', text: `login refused: ${text}` };
    return { what: 'login', state: 'failed', text: `login failed: ${text}` };
  }
}

/** One session, opened again whenever the server lets it. The result reads from it once. */
function holdSession(actor: AttackerAssignment): () => Promise<void> {
  let session: Client | null = null;

  const lose = (lost: Client, error: unknown): void => {
    if (session !== lost) return;
    session = null;
    const { code, text } = answerOf(error);
    const how = code === null ? `session lost: ${text}` : `session ended by the server (${code})`;
    report<ActorReport>({ what: 'session', state: code === null ? 'failed' : 'ended', text: how });
    lost.end().catch(() => undefined);
  };

  const open = async (): Promise<Client | null> => {
    // A refusal here says no more than the refused login beside it.
    const opened = await logIn(actor, applicationName).catch(() => null);
    opened?.on('error', (error) => lose(opened, error));
    return opened;
  };

  return async () => {
    session ??= await open();
    if (session === null) return;
    const reading = session;
    try {
      const { rows } = await reading.query<{ orders: number }>('select count(*)::int as orders from orders');
      report<ActorReport>({ what: 'session', state: 'ok', text: `session open: read ${rows[0]?.orders ?? 0} orders` });
    } catch (error) {
      lose(reading, error);
    }
  };
}

const actor = await receiveAssignment(attackerAssignment, () => process.exit(0));
const readFromSession = holdSession(actor);
for (;;) {
  report(await tryLogin(actor));
  await readFromSession();
  await delay(actor.everyMs);
}
