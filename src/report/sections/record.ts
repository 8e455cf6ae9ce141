import type { Entry } from '../../timeline/entry.ts';
import { type Block, cards, list, paragraph } from '../document/block.ts';
import { say } from '../document/rich.ts';
import { lastOf } from '../story/pick.ts';
import { isPurged, purgesOf } from '../story/purged.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { code, counted, joined, prose, purged, quoted } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';

/** What this report was made from. */
export function record({ entries, declared, head }: Story, names: Names): Block[] {
  const last = entries.at(-1);
  const gone = entries.filter(isPurged).length;
  return [
    ...list([
      `Entries: ${entries.length}${last === undefined ? '' : `, the last at ${utc(last.at)} UTC`}`,
      ...(head === null ? [] : [say`Head: ${code(head)} (hash of the last entry; it stands for every entry before it)`]),
      ...(gone === 0
        ? []
        : [say`Purged: the text of ${counted(gone, 'entry', 'entries')} was removed on purpose and is shown as ${purged}`]),
      ...purgesOf(entries).map(
        ({ seq, at, data, body }) =>
          say`Entry ${seq}: ${names.person(data.person)} had the text of entry ${data.entry} deleted at ${utc(at)} UTC: ${quoted(body?.reason)}`,
      ),
      ...(declared === null
        ? []
        : [
            say`Incident: ${code(declared.incident)}`,
            say`Declared from: ${prose(declared.body?.account)}`,
            say`Playbook: ${code(declared.data.playbook)} (SHA-256 of its text), compiler ${declared.data.compiler}`,
            say`Record key, public half: ${code(declared.data.recordKey)}`,
          ]),
    ]),
    ...people(entries, declared?.data.people ?? [], names),
    paragraph(
      'This report repeats what the record says. Signatures were checked when each decision was taken and again before each strike; writing this report checks none.',
    ),
  ];
}

function people(
  entries: readonly Entry[],
  declared: readonly { id: string; groups: string[]; ssh: string | null }[],
  names: Names,
): Block[] {
  const known = lastOf(entries, 'people.changed')?.data.people ?? declared;
  if (known.length === 0) return [];
  const rows = known.map(({ id, groups, ssh }) => [
    names.person(id),
    groups.length === 0
      ? 'none'
      : joined(
          groups.map((group) => prose(group)),
          ', ',
        ),
    ssh === null ? 'no key' : 'listed',
  ]);
  return [paragraph('Who may decide, as pinned in the record:'), cards(['person', 'groups', 'signing key'], rows)];
}
