/** Who may give an order that counts for every incident. */
import type { PinnedPerson } from '../timeline/person.ts';
import type { Actor, Refusal } from './command.ts';

export type OrderPeople = {
  /** The people of the configuration. */
  people(): PinnedPerson[];
  /** The groups that a leak's playbook asks for a yes; null when it cannot be read. */
  askedGroups(): string[] | null;
};

/** The person's id, or the refusal. `what` goes on after "may": "neither stop nor resume". */
export function mayOrder(parts: OrderPeople, { person }: Actor, what: string): string | Refusal {
  const groups = parts.askedGroups();
  const allowed = parts
    .people()
    // A playbook that cannot be read must keep nobody from stopping.
    .filter((known) => groups === null || known.groups.some((group) => groups.includes(group)))
    .map(({ id }) => id);
  if (person !== null && allowed.includes(person)) return person;
  const who = person === null ? 'Nobody knows who you are: add --as PERSON.' : `${person} may ${what}.`;
  return { class: 'forbidden', message: `${who} It takes one of: ${allowed.join(', ')}. Nothing was changed.` };
}
