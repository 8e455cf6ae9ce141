import type { Query } from '../../platform/db/db.ts';

/** One credential's part in a step; `credential` is '' for a step that is done once. */
export type Member = { step: string; credential: string; state: 'running' | 'stuck' | 'settled'; job: string | null };

export async function putMember(query: Query, incident: string, member: Member): Promise<void> {
  await query(
    `insert into member (incident, step, credential, state, job) values ($1, $2, $3, $4, $5)
     on conflict (incident, step, credential) do update set state = excluded.state, job = excluded.job`,
    [incident, member.step, member.credential, member.state, member.job],
  );
}

export async function readMember(query: Query, incident: string, step: string, credential: string): Promise<Member | null> {
  const [row] = await query('select * from member where incident = $1 and step = $2 and credential = $3', [
    incident,
    step,
    credential,
  ]);
  if (row === undefined) return null;
  return { step, credential, state: row.state as Member['state'], job: row.job as string | null };
}

/** How far a step is: members still running, and members that need a person. */
export async function countMembers(query: Query, incident: string, step: string): Promise<{ running: number; stuck: number }> {
  const [row] = await query<{ running: number; stuck: number }>(
    `select count(*) filter (where state = 'running')::int as running, count(*) filter (where state = 'stuck')::int as stuck
     from member where incident = $1 and step = $2`,
    [incident, step],
  );
  return row ?? { running: 0, stuck: 0 };
}

export async function dropMembers(query: Query, incident: string, step: string): Promise<void> {
  await query('delete from member where incident = $1 and step = $2', [incident, step]);
}
