/** What somebody with the database's password can write: rows that look like the bot's. */
import { randomUUID } from 'node:crypto';
import { lockIncident } from '../../src/incident/rows/incident-row.ts';
import { append } from '../../src/timeline/append.ts';
import type { EntryDraft } from '../../src/timeline/entry.ts';
import type { World } from './world.ts';

/** Appends what only looks like a record of the bot: a chain that verifies and lies. */
export async function forge(world: World, incident: string, ...drafts: EntryDraft[]): Promise<void> {
  await world.db.transaction(async (query, later) => {
    const row = await lockIncident(query, incident);
    if (row === null) throw new Error('No incident.');
    const additions = drafts.map((entry) => ({ draft: entry, movement: null }));
    const position = await append(later, row.position, additions, {
      at: world.clock.now(),
      actor: 'bot',
      dedupe: randomUUID(),
    });
    later('update incident set seq = $2, head = $3 where id = $1', [row.id, position.seq, position.head]);
  });
}

/** A job and the step that points to it, as somebody with the database's password could write them. */
export async function forgeStrike(world: World, incident: string): Promise<void> {
  const id = randomUUID();
  await world.db.query(
    `insert into member (incident, step, credential, state, job) values ($1, 'strike', 'c1', 'running', $2)
     on conflict (incident, step, credential) do update set state = 'running', job = excluded.job`,
    [incident, id],
  );
  await world.db.query(
    `insert into job (id, incident, kind, ref, credential, action, status, run_at)
     values ($1, $2, 'action', 'strike', 'c1', 'credential.strike', 'ready', $3)`,
    [id, incident, world.clock.now()],
  );
}
