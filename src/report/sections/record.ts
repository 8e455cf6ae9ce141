import type { Entry } from '../../timeline/entry.ts';
import type { PinnedPerson } from '../../timeline/person.ts';
import { type Block, cards, list, paragraph } from '../document/block.ts';
import { say } from '../document/rich.ts';
import { lastOf } from '../story/pick.ts';
import { isPurged, purgesOf } from '../story/purged.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { code, counted, joined, none, prose, purged, quoted } from '../words/prose.ts';
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

function people(entries: readonly Entry[], declared: readonly PinnedPerson[], names: Names): Block[] {
  const known = lastOf(entries, 'people.changed')?.data.people ?? declared;
  if (known.length === 0) return [];
  const inSlack = known.some(({ slack }) => slack !== undefined);
  const rows = known.map(({ id, groups, ssh, slack }) => [
    names.person(id),
    groups.length === 0
      ? 'none'
      : joined(
          groups.map((group) => prose(group)),
          ', ',
        ),
    ssh === null ? 'no key' : 'listed',
    ...(inSlack ? [slack === undefined ? none : say`${prose(slack.user)} of ${prose(slack.team)}`] : []),
  ]);
  return [
    paragraph('Who may decide, as pinned in the record:'),
    cards(['person', 'groups', 'signing key', ...(inSlack ? ['Slack account'] : [])], rows),
  ];
}
