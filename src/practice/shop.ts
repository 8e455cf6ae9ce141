/** The shop: an application whose credential leaked. It reads it anew at each connect, so it moves over when it changes. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { z } from 'zod';
import { receiveAssignment, report } from './assignment.ts';
import { answerOf, logIn } from './login.ts';
import { type ActorReport, type ShopAssignment, shopAssignment } from './messages.ts';

const applicationName = 'shop';
const credential = z.object({ user: z.string(), password: z.string() });

async function order(client: Client): Promise<number> {
  await client.query('begin');
  const { rows } = await client.query<{ id: number }>('insert into orders (item) values ($1) returning id', ['a pot of tea']);
  await client.query('commit');
  return rows[0]?.id ?? 0;
}

/** The server's answer to a role that may not log in. */
const notPermitted = '28000';

function failure(error: unknown): string {
  const { code, text } = answerOf(error);
  return `${code === notPermitted ? 'DOWN until its role may log in again' : 'order failed'}: ${text}`;
}

/** One connection, made anew after it ended or failed. The result takes one order. */
function takeOrders(actor: ShopAssignment): () => Promise<ActorReport> {
  let connection: Client | null = null;
  const open = async (): Promise<Client> => {
    const { user, password } = credential.parse(JSON.parse(await readFile(actor.credential, 'utf8')));
    const opened = await logIn({ ...actor, role: user, password }, applicationName);
    // A connection that the server ends between two orders is no order that failed.
    opened.on('error', () => {
      if (connection === opened) connection = null;
    });
    return opened;
  };
  return async () => {
    try {
      connection ??= await open();
      return { what: 'order', state: 'ok', text: `order ${await order(connection)} OK as ${connection.user}` };
    } catch (error) {
      connection?.end().catch(() => undefined);
      connection = null;
      return { what: 'order', state: 'failed', text: failure(error) };
    }
  };
}

const actor = await receiveAssignment(shopAssignment, () => process.exit(0));
const takeOrder = takeOrders(actor);
for (;;) {
  report(await takeOrder());
  await delay(actor.everyMs);
}
