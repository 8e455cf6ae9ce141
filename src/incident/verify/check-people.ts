/** Whose the pinned keys are: only a list of people's keys that came by another way than the bundle can say. */
import type { EntryHeader } from '../../timeline/bundle/headers.ts';
import { entryTypes } from '../../timeline/entry.ts';
import type { PinnedPerson } from '../../timeline/person.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import type { Material } from './material.ts';
import type { Finding, Verdict } from './verdict.ts';

/** By the person's id, their keys as "type base64". */
export type KnownPeople = ReadonlyMap<string, ReadonlySet<string>>;

export function checkPeople({ headers }: Material, known: KnownPeople): Finding & { people: Verdict['people'] } {
  const pinned = headers.flatMap((header) => (header === null ? [] : pinnedIn(header).map((person) => ({ header, person }))));
  const faults = pinned.flatMap(({ header, person }): RecordFault[] => {
    const what = personFault(person, known);
    return what === null ? [] : [{ seq: header.seq, what: `Entry ${header.seq} (${header.type}): ${what}.` }];
  });
  const people = new Set(pinned.flatMap(({ person: { id, ssh } }) => (ssh === null ? [] : [id])));
  return {
    people: faults.length === 0 ? 'known' : 'another',
    checked: `People: the keys that the record pins for ${people.size} of them, against the list given`,
    faults,
  };
}

/** An entry that cannot be read is found by other checks. */
function pinnedIn({ type, data }: EntryHeader): PinnedPerson[] {
  if (type !== 'incident.declared' && type !== 'people.changed') return [];
  const read = entryTypes[type].data.safeParse(data);
  return read.success ? read.data.people : [];
}

function personFault({ id, ssh }: PinnedPerson, known: KnownPeople): string | null {
  if (ssh === null) return null;
  const keys = known.get(id);
  if (keys === undefined) return `it pins a key of ${id}, who is not in the list of people given`;
  return keys.has(typeAndKey(ssh)) ? null : `it pins another key of ${id} than the list of people given`;
}

/** Without a comment. */
const typeAndKey = (line: string) =>
  line
    .trim()
    .split(/[ \t]+/)
    .slice(0, 2)
    .join(' ');
