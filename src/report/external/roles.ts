import { lastOf } from '../story/pick.ts';
import type { Story } from '../story/story.ts';

/** The groups that Staunch's own playbook knows, in order of what they may do. Any other name of a group stays inside. */
const roles: readonly (readonly [group: string, role: string])[] = [
  ['approvers', 'an approver'],
  ['on-call', 'an on-call engineer'],
];

export type Roles = {
  /** "an approver (person 2)": two people are told apart, and neither is named. */
  person(id: string): string;
  /** "bot", "person:ana", "account:root", as entries name who acted. */
  actor(actor: string): string;
};

export function rolesOf({ entries, declared }: Pick<Story, 'entries' | 'declared'>): Roles {
  const pinned = [...(declared?.data.people ?? []), ...(lastOf(entries, 'people.changed')?.data.people ?? [])];
  const numbers = new Map<string, number>();
  for (const { id } of pinned) if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
  const person = (id: string) => {
    const groups = pinned.findLast((one) => one.id === id)?.groups ?? [];
    const role = roles.find(([group]) => groups.includes(group))?.[1] ?? 'a responder';
    const number = numbers.get(id);
    return number === undefined ? role : `${role} (person ${number})`;
  };
  return {
    person,
    actor(actor) {
      if (actor.startsWith('person:')) return person(actor.slice('person:'.length));
      return actor.startsWith('account:') ? 'somebody at the terminal' : 'Staunch';
    },
  };
}
