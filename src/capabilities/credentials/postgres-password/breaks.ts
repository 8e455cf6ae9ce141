/** Who and what hangs on a role, in words for the card. Pure. */
import type { RoleFacts, SessionGroup } from './schema.ts';

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function from(group: SessionGroup, visible: boolean): string {
  if (!visible) return 'from an address that is not visible to us';
  return group.address === null ? 'over a local socket' : `from ${group.address}`;
}

/** "01:34:27Z" */
const timeOfDay = (at: string) => `${at.slice(11, 19)}Z`;

function line(groups: SessionGroup[], { visible, at }: RoleFacts['sessions']): string {
  const [first] = groups as [SessionGroup];
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const application = first.application === '' ? 'an application without a name' : first.application;
  const states = visible
    ? groups.map((group) => `${group.count} ${group.state ?? 'in no state'}`).join(', ')
    : 'state not visible to us';
  return `${counted(total, 'session')} of ${application} ${from(first, visible)} in ${first.database ?? 'no database'} (${states}; at ${timeOfDay(at)})`;
}

/** Sessions, one line for each application, address and database. */
export function sessionLines(sessions: RoleFacts['sessions']): string[] {
  const key = (group: SessionGroup) => JSON.stringify([group.application, group.address, group.database]);
  const groups = Map.groupBy(sessions.groups, key);
  return [...groups.values()].map((members) => line(members, sessions));
}

export function breaksOf(role: string, facts: RoleFacts): string[] {
  const lines = sessionLines(facts.sessions);
  if (facts.sessions.total === 0)
    lines.push(
      `at ${timeOfDay(facts.sessions.at)} no session of ${role} was open; whoever connects only now and then is not seen`,
    );
  for (const owned of facts.owns) {
    const where = owned.database === null ? 'the whole server' : `database ${owned.database}`;
    lines.push(`${role} owns ${counted(owned.objects, 'object')} in ${where}: they stay as they are`);
  }
  if (facts.members.length > 0)
    lines.push(`${facts.members.join(', ')} may act as ${role}: they go on with their own passwords`);
  return lines;
}
