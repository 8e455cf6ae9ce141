/** The shop: an application on its own credential, which must not notice the containment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { receiveAssignment, report } from './assignment.ts';
import { answerOf, logIn } from './login.ts';
import { type ActorAssignment, type ActorReport, actorAssignment } from './messages.ts';

const applicationName = 'shop';

async function order(client: Client): Promise<number> {
  await client.query('begin');
  const { rows } = await client.query<{ id: number }>('insert into orders (item) values ($1) returning id', ['a pot of tea']);
  await client.query('commit');
  return rows[0]?.id ?? 0;
}

/** One connection, made anew after a failure. The result takes one order. */
function takeOrders(actor: ActorAssignment): () => Promise<ActorReport> {
  let connection: Client | null = null;
  return async () => {
    try {
      connection ??= await logIn(actor, applicationName);
      return { what: 'order', state: 'ok', text: `order ${await order(connection)} OK` };
    } catch (error) {
      connection?.end().catch(() => undefined);
      connection = null;
      return { what: 'order', state: 'failed', text: `order failed: ${answerOf(error).text}` };
    }
  };
}

const actor = await receiveAssignment(actorAssignment, () => process.exit(0));
const takeOrder = takeOrders(actor);
for (;;) {
  report(await takeOrder());
  await delay(actor.everyMs);
}
