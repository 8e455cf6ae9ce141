/** How the people of an incident are called, as its own record says: what the configuration says later changes no report. */
import { isDeepStrictEqual } from 'node:util';
import type { Entry, EntryOf } from '../timeline/entry.ts';
import type { PeopleNames } from '../timeline/person.ts';

/** Somebody of the configuration. `timezone`: an IANA name. */
export type KnownPerson = { id: string; name: string; timezone: string };

type Naming = EntryOf<'incident.declared'> | EntryOf<'people.changed'>;

/** As they stand in a body. */
export function bodyNames(people: readonly KnownPerson[]): PeopleNames {
  return Object.fromEntries(people.map(({ id, name, timezone }) => [id, { name, timezone }]));
}

/**
 * Everybody whom the record names, in the order in which it pins them; what was recorded last counts. Nobody where the
 * names were purged; null where a version before wrote the record, and no names at all.
 */
export function recordedPeople(entries: readonly Entry[]): KnownPerson[] | null {
  const purged = purgedIn(entries);
  const known = new Map<string, KnownPerson>();
  let silent = true;
  for (const entry of entries.filter(isNaming)) {
    const names = entry.body?.names;
    if (names !== undefined || purged.has(entry.seq)) silent = false;
    for (const person of inOrder(entry, names ?? {})) known.set(person.id, person);
  }
  return silent ? null : [...known.values()];
}

/** Are these the names that were recorded last? Purged ones are not told again: somebody wanted them gone. */
export function namesStand(entries: readonly Entry[], names: unknown): boolean {
  const last = entries.filter(isNaming).at(-1);
  if (last === undefined || purgedIn(entries).has(last.seq)) return true;
  return isDeepStrictEqual(last.body?.names, names);
}

function inOrder({ data }: Naming, names: PeopleNames): KnownPerson[] {
  const pinned = data.people.map(({ id }) => id);
  const others = Object.keys(names).filter((id) => !pinned.includes(id));
  return [...pinned, ...others].flatMap((id) => {
    const named = Object.hasOwn(names, id) ? names[id] : undefined;
    return named === undefined ? [] : [{ id, ...named }];
  });
}

const isNaming = (entry: Entry): entry is Naming => entry.type === 'incident.declared' || entry.type === 'people.changed';

const purgedIn = (entries: readonly Entry[]) =>
  new Set(entries.flatMap((entry) => (entry.type === 'entry.purged' ? [entry.data.entry] : [])));
