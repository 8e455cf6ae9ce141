import type { Query, Write } from '../../platform/db/db.ts';

/** One credential's part in a step; `credential` is '' for a step that is done once. */
export type Member = { step: string; credential: string; state: 'running' | 'stuck' | 'settled'; job: string | null };

/** By step, then by credential. */
export type Members = Map<string, Map<string, Member>>;

export async function readMembers(query: Query, incident: string): Promise<Members> {
  const rows = await query('select step, credential, state, job from member where incident = $1', [incident]);
  const members: Members = new Map();
  for (const row of rows) rememberMember(members, row as Member);
  return members;
}

export function rememberMember(members: Members, member: Member): void {
  const ofStep = members.get(member.step) ?? new Map<string, Member>();
  members.set(member.step, ofStep.set(member.credential, member));
}

export async function dropMembers(write: Write, incident: string, step: string): Promise<void> {
  await write('delete from member where incident = $1 and step = $2', [incident, step]);
}
