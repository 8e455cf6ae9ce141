import { type Entry, entryTypes } from '../../timeline/entry.ts';
import { lastOf } from '../story/pick.ts';
import type { Story } from '../story/story.ts';
import { code, counted, prose, table } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { utc } from '../words/time-words.ts';

/** What this report was made from. */
export function record({ entries, declared }: Pick<Story, 'entries' | 'declared'>, names: Names): string[] {
  const last = entries.at(-1);
  const gone = entries.filter(isPurged).length;
  const facts = [
    `Entries: ${entries.length}${last === undefined ? '' : `, the last at ${utc(last.at)} UTC`}`,
    ...(gone === 0
      ? []
      : [`Purged: the text of ${counted(gone, 'entry', 'entries')} was removed on purpose and is shown as \\[purged\\]`]),
    ...(declared === null
      ? []
      : [
          `Incident: ${code(declared.incident)}`,
          `Declared from: ${prose(declared.body?.account)}`,
          `Playbook: ${code(declared.data.playbook)} (SHA-256 of its text), compiler ${declared.data.compiler}`,
          `Record key, public half: ${code(declared.data.recordKey)}`,
        ]),
  ];
  return [
    ...facts.map((fact) => `- ${fact}`),
    '',
    ...people(entries, declared?.data.people ?? [], names),
    'This report repeats what the record says. Signatures were checked when each decision was taken and again before each strike; writing this report checks none.',
  ];
}

function people(
  entries: readonly Entry[],
  declared: readonly { id: string; groups: string[]; ssh: string | null }[],
  names: Names,
): string[] {
  const known = lastOf(entries, 'people.changed')?.data.people ?? declared;
  if (known.length === 0) return [];
  const rows = known.map(({ id, groups, ssh }) => [
    names.person(id),
    groups.length === 0 ? 'none' : groups.map((group) => prose(group)).join(', '),
    ssh === null ? 'no key' : 'listed',
  ]);
  return ['Who may decide, as pinned in the record:', '', ...table(['person', 'groups', 'signing key'], rows), ''];
}

/** Its type has a body, and it has none. */
const isPurged = (entry: Entry) => entryTypes[entry.type].body !== null && entry.body === null;
