/** What somebody with the database's own password can write by hand: every row is right, only the signatures are not theirs. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Query } from '../../src/platform/db/db.ts';
import { step } from '../../src/playbook/advance.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { MachineEvent } from '../../src/playbook/step.ts';
import { append } from '../../src/timeline/append.ts';
import { draft, type EntryDraft } from '../../src/timeline/entry.ts';

type Incident = {
  id: string;
  seq: number;
  head: Buffer;
  state: unknown;
  source: string;
  gate: { stage: string; nonce: string };
};

export const queryOf = (client: pg.Client): Query => {
  const query: Query = async (sql, parameters = []) => (await client.query(sql, parameters)).rows;
  return query;
};

async function incidentRow(query: Query, id: string): Promise<Incident> {
  const [row] = await query<Incident>(
    'select incident.*, playbook.source from incident join playbook on playbook.hash = incident.playbook where id = $1',
    [id],
  );
  if (row === undefined) throw new Error(`There is no incident ${id}.`);
  return row;
}

/** Entries with hashes that fit the chain, and the machine moved by the event that the last of them would have fed. */
async function forgeEntries(query: Query, incident: Incident, entries: EntryDraft[], event: MachineEvent): Promise<void> {
  const moved = step(readPlaybook(incident.source, 'leak'), incident.state, event);
  if (moved === null) throw new Error('The playbook does not move by this event.');
  const additions = entries.map((entry, place) => ({
    draft: entry,
    movement: place === entries.length - 1 ? { event, state: moved.value } : null,
  })) as Parameters<typeof append>[2];
  const position = { incident: incident.id, seq: incident.seq, head: incident.head };
  const end = await append(query, position, additions, {
    at: new Date(),
    actor: 'person:ana',
    dedupe: `forged:${randomUUID()}`,
  });
  await query('update incident set seq = $2, head = $3, state = $4, gate = null where id = $1', [
    incident.id,
    end.seq,
    end.head,
    JSON.stringify(moved.state),
  ]);
}

/** Ana's yes under somebody else's signature, the acceptance that follows from it, and the strike it would have started. */
export async function forgeAcceptance(query: Query, id: string, plan: string, signature: string): Promise<void> {
  const incident = await incidentRow(query, id);
  const { stage, nonce } = incident.gate;
  const yes = { nonce, plan, verdict: 'approve', person: 'ana', credential: null, attestation: 'person', signature } as const;
  const entries = [draft('decision.recorded', yes, { reason: null }), draft('gate.accepted', { stage, nonce, plan })];
  await forgeEntries(query, incident, entries, { type: 'gate-accepted', stage });
  await forgeStrike(query, id, { member: true });
}

/** A job that strikes, due now; with `member` the row that says that a step asked for it. */
export async function forgeStrike(query: Query, id: string, { member }: { member: boolean }): Promise<void> {
  const job = randomUUID();
  await query(
    `insert into job (id, incident, kind, ref, credential, action, status, run_at)
     values ($1, $2, 'action', 'strike', 'c1', 'credential.strike', 'ready', $3)`,
    [job, id, new Date()],
  );
  if (!member) return;
  await query("insert into member (incident, step, credential, state, job) values ($1, 'strike', 'c1', 'running', $2)", [
    id,
    job,
  ]);
}

/** Another playbook under the open incident: one that asks for fewer people. */
export async function swapPlaybook(query: Query, id: string, source: string): Promise<void> {
  await query(
    `with other as (
       insert into playbook (hash, name, source, pinned_at)
       values (encode(sha256(convert_to($2, 'UTF8')), 'hex'), 'leak', $2, now()) on conflict (hash) do update set name = excluded.name
       returning hash)
     update incident set playbook = other.hash from other where id = $1`,
    [id, source],
  );
}
