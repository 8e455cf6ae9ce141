import type { View } from '../../../incident/view.ts';

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

/** In practice a name is enough, and somebody must be named. */
export function asSomeone(view: View, people: string[]): string {
  return view.practice && people[0] !== undefined ? ` --as ${shellWord(people[0])}` : '';
}
