import type { View } from '../../../incident/view.ts';
import type { Page } from './page.ts';

/** How people call an incident: "INC-7". */
export function incidentName(view: Pick<View, 'number'>): string {
  return `INC-${view.number}`;
}

/** A plan's hash as people type it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** A word of a command line, quoted where a shell would read it otherwise. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** For a command that needs a person: in practice somebody is always named, elsewhere where nobody is known to type. */
export function asSomeone(view: View, people: string[], page: Page): string {
  return view.practice ? flag(people[0]) : asPerson(people, page);
}

/** For a command that is signed: outside of practice the key says who it is, unless somebody was named. */
export function asSigner(view: View, people: string[], page: Page): string {
  return view.practice ? flag(people[0]) : flag(page.unnamed?.as ?? undefined);
}

/** Who acts now, if they may; else the first who may. Nothing where whoever types is known by themselves. */
export function asPerson(people: string[], { unnamed }: Page): string {
  if (unnamed === undefined) return '';
  const { as } = unnamed;
  return flag(as !== null && (people.length === 0 || people.includes(as)) ? as : (people[0] ?? 'PERSON'));
}

const flag = (person: string | undefined): string => (person === undefined ? '' : ` --as ${shellWord(person)}`);
