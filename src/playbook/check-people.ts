/** Whether the people of staunch.yml can do what a playbook counts on them for. */
import { didYouMean } from './did-you-mean.ts';
import type { Remark } from './fault.ts';
import { groupKey, type Positions, rungKey } from './read.ts';
import { remarkAt } from './remark-at.ts';
import type { Playbook, Rung } from './tree.ts';

/** Somebody of staunch.yml. `signs`: has a key (or another way) to sign a decision with. */
export type Member = { id: string; groups: readonly string[]; signs: boolean };

type Asked = { ladder: string; name: string; rung: Rung; key: string };

export function checkPeople(playbook: Playbook, positions: Positions, people: readonly Member[]): Remark[] {
  const steps = playbook.stages.flatMap((stage) => stage.steps).filter((step) => step.type === 'by-hand');
  const rungs = Object.entries(playbook.ladders).flatMap(([ladder, named]) =>
    Object.entries(named).map(([name, rung]): Asked => ({ ladder, name, rung, key: rungKey(ladder, name) })),
  );
  return [
    ...steps.flatMap((step) => unknownGroup(`Step \`${step.id}\``, step.group, people, positions, groupKey(step.id))),
    ...rungs.flatMap((asked) => rungRemarks(asked, people, positions)),
    ...unsigned(rungs, people, positions),
  ];
}

const groupsOf = (people: readonly Member[]): string[] => [...new Set(people.flatMap(({ groups }) => groups))];
const nameOf = ({ ladder, name }: Asked): string => `Ladder \`${ladder}\`, rung \`${name}\``;
const membersOf = (group: string, people: readonly Member[]) => people.filter(({ groups }) => groups.includes(group));

/** A group is there because somebody is in it. */
function unknownGroup(who: string, group: string, people: readonly Member[], positions: Positions, key: string): Remark[] {
  const known = groupsOf(people);
  if (known.includes(group)) return [];
  const person = people.find(({ id }) => id === group);
  if (person !== undefined) {
    const theirs = person.groups.length === 0 ? 'in no group yet' : `in ${person.groups.join(' and ')}`;
    const what = `${who}: \`${group}\` is a person, not a group.`;
    const fix = `Write a group, so that the playbook outlives who is in it: ${group} is ${theirs}.`;
    return [remarkAt(positions, key, 'error', what, fix)];
  }
  const near = didYouMean(group, known);
  const others = known.length === 0 ? '' : `, or write one of: ${known.join(', ')}`;
  const fix = near === null ? `Put somebody in group \`${group}\` in staunch.yml${others}.` : `Did you mean \`${near}\`?`;
  return [remarkAt(positions, key, 'error', `${who}: there is no group \`${group}\`: nobody in staunch.yml is in it.`, fix)];
}

function rungRemarks(asked: Asked, people: readonly Member[], positions: Positions): Remark[] {
  const { rung, key } = asked;
  const missing = unknownGroup(nameOf(asked), rung.from, people, positions, key);
  if (missing.length > 0) return missing;
  const size = membersOf(rung.from, people).length;
  const wish = `${nameOf(asked)} needs ${rung.people} from group \`${rung.from}\``;
  const addOne = `Add people to the group in staunch.yml, or ask for fewer here.`;
  if (size < rung.people) return [remarkAt(positions, key, 'error', `${wish}, which has ${size}.`, addOne)];
  if (!rung.notRequester || size > rung.people) return [];
  // One of the group declares, or nobody knows who did, and then one more is asked for.
  const everybody = size === people.length;
  const when = everybody
    ? 'which has no more, and everybody is in it: whoever declares cannot agree, so it can never be met'
    : `which has no more: when one of them declares, or nobody is known to have declared, it cannot be met`;
  return [remarkAt(positions, key, everybody ? 'error' : 'warning', `${wish}, ${when}.`, addOne)];
}

/** Once a group: who is asked and cannot answer at the terminal, and what then cannot be met. */
function unsigned(rungs: readonly Asked[], people: readonly Member[], positions: Positions): Remark[] {
  const groups = [...new Set(rungs.map(({ rung }) => rung.from))];
  return groups.flatMap((group): Remark[] => {
    const members = membersOf(group, people);
    const mute = members.filter(({ signs }) => !signs).map(({ id }) => id);
    const first = rungs.find(({ rung }) => rung.from === group);
    if (mute.length === 0 || first === undefined) return [];
    const able = members.length - mute.length;
    const unmet = rungs.filter(({ rung }) => rung.from === group && rung.people <= members.length && rung.people > able);
    const so = unmet.length === 0 ? '' : ` ${unmet.map(nameOf).join('; ')} cannot be met without.`;
    const what = `In group \`${group}\`, ${mute.join(', ')} cannot decide: no \`ssh:\` key in staunch.yml, and no account in a Slack that is connected.${so}`;
    return [
      remarkAt(
        positions,
        first.key,
        'warning',
        what,
        'Add the public key or the Slack account, or take them out of the group.',
      ),
    ];
  });
}
